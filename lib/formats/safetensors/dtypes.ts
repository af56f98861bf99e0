import type { Hdf5Dtype, Hdf5Values } from '../hdf5/tree'

type Values = Exclude<Hdf5Values, string[]>

/** How elements of one dtype lie in a file. */
export interface SafetensorsType {
  name: string
  dtype: Hdf5Dtype
  array: {
    new (buffer: ArrayBufferLike, offset: number, length: number): Values
    readonly BYTES_PER_ELEMENT: number
    [Symbol.hasInstance](value: unknown): boolean
  }
}

/** From the dtype that is written last to the one that is written first, so that wider elements come first and all are aligned. */
export const safetensors_types: readonly SafetensorsType[] = [
  { name: 'BOOL', dtype: 'bool', array: Uint8Array },
  { name: 'U8', dtype: 'uint8', array: Uint8Array },
  { name: 'I8', dtype: 'int8', array: Int8Array },
  { name: 'I16', dtype: 'int16', array: Int16Array },
  { name: 'U16', dtype: 'uint16', array: Uint16Array },
  { name: 'F16', dtype: 'float16', array: Uint16Array },
  { name: 'BF16', dtype: 'bfloat16', array: Uint16Array },
  { name: 'I32', dtype: 'int32', array: Int32Array },
  { name: 'U32', dtype: 'uint32', array: Uint32Array },
  { name: 'F32', dtype: 'float32', array: Float32Array },
  { name: 'F64', dtype: 'float64', array: Float64Array },
  { name: 'I64', dtype: 'int64', array: BigInt64Array },
  { name: 'U64', dtype: 'uint64', array: BigUint64Array },
]
