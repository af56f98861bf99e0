import type { Tensor } from '@tensorflow/tfjs-core'
import { tracing } from '../../backend/meta'
import { type DType, standardize_dtype, storage_dtype } from '../../common/dtypes'
import { ValueError } from '../../common/errors'
import { broadcast_shapes } from '../../common/shape'
import { repr } from '../../common/text'
import { from_bfloat16, from_float16, to_bfloat16, to_float16 } from '../../formats/half'
import { label_dtype } from '../../variables/half'
import { type TensorLike, tensor_dtype } from '../../variables/to_tensor'
import { size_of } from '../axes'
import { as_tensor, binary, finish, promote_float, reshaped, store_as } from '../convert'
import { in_numpy, op1, op2 } from '../declare'
import { broadcasted } from './comparison'

/** The next float32 after each value of `x1` towards `x2`. The values must be known. Source: keras.ops.nextafter. */
export const nextafter = /*#__PURE__*/ op2(
  { class_name: 'Nextafter', module: in_numpy, inputs: ['x1', 'x2'] },
  (x1: TensorLike, x2: TensorLike) => {
    const [[a, b], dtype] = promote_float(x1, x2)
    if (tracing()) return finish(binary('Add', a!, b!), dtype)
    const shape = broadcast_shapes(a!.shape, b!.shape) as number[]
    const from = Float32Array.from(broadcasted(a!, shape).dataSync() as Float32Array)
    const to = broadcasted(b!, shape).dataSync() as Float32Array
    const bits = new Int32Array(from.buffer)
    for (let i = 0; i < from.length; i++) {
      const [x, y] = [from[i]!, to[i]!]
      if (Number.isNaN(x) || Number.isNaN(y)) from[i] = Number.NaN
      else if (x === y) from[i] = y
      else if (x === 0) bits[i] = y > 0 ? 1 : -2147483647
      else bits[i]! += x < y === x > 0 ? 1 : -1
    }
    return finish(reshaped(as_tensor(from, 'float32'), shape), dtype)
  },
)

/** Bytes of one value. */
function width_of(dtype: DType): number {
  const bits = Number(/\d+$/.exec(dtype)?.[0] ?? 8)
  return bits / 8
}

type Writer = (view: DataView, at: number, value: number) => void
type Reader = (view: DataView, at: number) => number

const writers: Record<string, Writer> = {
  float32: (v, at, x) => v.setFloat32(at, x, true),
  float16: (v, at, x) => v.setUint16(at, to_float16(x), true),
  bfloat16: (v, at, x) => v.setUint16(at, to_bfloat16(x), true),
  int32: (v, at, x) => v.setInt32(at, x, true),
  int16: (v, at, x) => v.setInt16(at, x, true),
  int8: (v, at, x) => v.setInt8(at, x),
}
const readers: Record<string, Reader> = {
  float32: (v, at) => v.getFloat32(at, true),
  float16: (v, at) => from_float16(v.getUint16(at, true)),
  bfloat16: (v, at) => from_bfloat16(v.getUint16(at, true)),
  int32: (v, at) => v.getInt32(at, true),
  int16: (v, at) => v.getInt16(at, true),
  int8: (v, at) => v.getInt8(at),
  uint16: (v, at) => v.getUint16(at, true),
  uint8: (v, at) => v.getUint8(at),
}

function signed_name(dtype: DType): string {
  return dtype === 'bool' ? 'int8' : dtype.replace(/^uint/, 'int')
}

/** The bytes of the values read as another dtype. The values must be known. Source: keras.ops.view. */
export const view = /*#__PURE__*/ op1(
  { class_name: 'View', module: in_numpy, inputs: ['x'], config: { dtype: null as DType | null } },
  (input: TensorLike, dtype: DType | null) => {
    const x = as_tensor(input)
    const from = tensor_dtype(x)
    const to = dtype === null ? from : standardize_dtype(dtype)
    if (x.shape.length === 0 && width_of(from) !== width_of(to))
      throw new ValueError(`view: a scalar is only read as a dtype of the same size. Received: x.dtype=${from}, dtype=${to}`)
    const last = x.shape[x.shape.length - 1] ?? 1
    const bytes = last * width_of(from)
    if (bytes % width_of(to) !== 0)
      throw new ValueError(
        `view: the last axis has ${bytes} bytes, which is no multiple of ${width_of(to)}. Received: x.shape=${repr(x.shape)}, dtype=${to}`,
      )
    const shape = x.shape.length === 0 ? [] : [...x.shape.slice(0, -1), bytes / width_of(to)]
    const values = store_as(x, x.dtype === 'bool' ? 'int32' : (x.dtype as 'float32')).dataSync() as Float32Array
    const data = new DataView(new ArrayBuffer(size_of(x.shape) * width_of(from)))
    const write = writers[signed_name(from)]!
    values.forEach((value, i) => {
      write(data, i * width_of(from), value)
    })
    const read = readers[to] ?? readers[signed_name(to)]!
    const results = Array.from({ length: size_of(shape) }, (_, i) => read(data, i * width_of(to)))
    const storage = storage_dtype(to)
    const flat: Tensor = as_tensor(storage === 'float32' ? Float32Array.from(results) : results.map((v) => v | 0), storage)
    return label_dtype(reshaped(flat, shape), to)
  },
)
