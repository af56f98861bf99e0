import type { DataType } from '@tensorflow/tfjs-core'
import { KernelBackend } from '@tensorflow/tfjs-core'
import { RuntimeError } from '../../common/errors'
import { shape_text } from '../../common/shape'

/** Values as backends store them: strings are UTF-8 bytes. */
export type StoredValues = Float32Array | Int32Array | Uint8Array | Uint8Array[]

/** Most bytes of written values that are kept. */
const kept_bytes = 1024

let born: MetaData[] | null = null

/** From now on notes every new identity in `list`; gives the list that was in use. */
export function swap_born(list: MetaData[] | null): MetaData[] | null {
  const before = born
  born = list
  return before
}

/** The identity ("data id") of a tensor without data. Each kernel output has its own. */
export class MetaData {
  refs = 1
  shape: number[]
  dtype: DataType
  values: StoredValues | null
  constructor(shape: number[], dtype: DataType, values: StoredValues | null) {
    this.shape = shape
    this.dtype = dtype
    this.values = values
    if (born !== null) born.push(this)
  }
}

/** The error of everything that needs the values of a tensor without data. */
export function unknown_values(what: string, shape: readonly number[], dtype: string): RuntimeError {
  return new RuntimeError(
    `${what}: the values of a symbolic tensor are not known; only its shape and dtype are. Received: shape=${shape_text(shape)}, dtype=${dtype}`,
  )
}

/** The values of a tensor of the meta backend when they were written as a small constant, else null. */
export function known_values(tensor: { dataId: object }): StoredValues | null {
  return tensor.dataId instanceof MetaData ? tensor.dataId.values : null
}

/** `known_values`, or the error that the values are not known. @throws RuntimeError */
export function needed_values(kernel: string, tensor: { dataId: object; shape: number[]; dtype: string }): StoredValues {
  const values = known_values(tensor)
  if (values === null) throw unknown_values(kernel, tensor.shape, tensor.dtype)
  return values
}

function is_small(values: StoredValues | readonly number[]): boolean {
  if (ArrayBuffer.isView(values)) return values.byteLength <= kept_bytes
  let bytes = 0
  for (const value of values) bytes += typeof value === 'number' ? 4 : value.length
  return bytes <= kept_bytes
}

/** A TensorFlow.js backend that holds no data: only small written constants are kept. */
export class MetaBackend extends KernelBackend {
  override write(values: StoredValues, shape: number[], dtype: DataType): object {
    return new MetaData(shape, dtype, values != null && is_small(values) ? values : null)
  }
  override readSync(data_id: object): StoredValues {
    const data = data_id as MetaData
    if (data.values === null) throw unknown_values('Reading a tensor', data.shape, data.dtype)
    return data.values
  }
  override async read(data_id: object): Promise<StoredValues> {
    return this.readSync(data_id)
  }
  override move(): void {
    throw new RuntimeError('The meta backend takes no data from other backends.')
  }
  override incRef(data_id: object): void {
    ;(data_id as MetaData).refs++
  }
  override refCount(data_id: object): number {
    return (data_id as MetaData).refs
  }
  override disposeData(data_id: object, force = false): boolean {
    const data = data_id as MetaData
    data.refs = force ? 0 : data.refs - 1
    return data.refs <= 0
  }
  override numDataIds(): number {
    return 0
  }
  override memory(): { unreliable: boolean } {
    return { unreliable: false }
  }
  override floatPrecision(): 32 {
    return 32
  }
  override epsilon(): number {
    return 1e-7
  }
  override timerAvailable(): boolean {
    return false
  }
  override dispose(): void {}
}
