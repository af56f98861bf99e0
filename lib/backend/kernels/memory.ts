import { type DataType, type TensorInfo, type TypedArray, util } from '@tensorflow/tfjs-core'

/** Shape and dtype of a kernel's result. */
export interface OutputSpec {
  shape: number[]
  dtype: DataType
}

interface WasmMemory {
  makeOutput(shape: number[], dtype: DataType): TensorInfo
  typedArrayFromHeap(info: TensorInfo): TypedArray
}

interface PlainMemory {
  readSync(id: object): TypedArray
  write(values: TypedArray, shape: number[], dtype: DataType): object
}

/** How a plain loop reads and writes the tensors of a backend. */
type Loop = (inputs: TypedArray[], outputs: TypedArray[]) => void

/**
 * Runs a plain loop over the values of `inputs` into zeroed arrays for `outputs`: in place on cpu and in the wasm heap, by reading and
 * uploading elsewhere.
 */
export function run_loop(backend: object, inputs: TensorInfo[], outputs: OutputSpec[], loop: Loop): TensorInfo[] {
  const wasm = backend as unknown as WasmMemory
  if (typeof wasm.typedArrayFromHeap === 'function') {
    const infos = outputs.map((o) => wasm.makeOutput(o.shape, o.dtype))
    const arrays = infos.map((info) => wasm.typedArrayFromHeap(info).fill(0))
    loop(
      inputs.map((info) => wasm.typedArrayFromHeap(info)),
      arrays,
    )
    return infos
  }
  const plain = backend as unknown as PlainMemory
  const arrays = outputs.map((o) => util.getTypedArrayFromDType(o.dtype as 'float32', util.sizeFromShape(o.shape)) as TypedArray)
  loop(
    inputs.map((info) => plain.readSync(info.dataId)),
    arrays,
  )
  return outputs.map((o, i) => ({ dataId: plain.write(arrays[i]!, o.shape, o.dtype), shape: o.shape, dtype: o.dtype }))
}
