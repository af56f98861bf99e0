import { type DataType, type KernelFunc, type TensorInfo, util } from '@tensorflow/tfjs-core'

/** What the wasm backend of TensorFlow.js 4.22.0 has and these kernels use. */
export interface WasmBackend {
  makeOutput(shape: number[], dtype: DataType, memory_offset?: number): TensorInfo
  typedArrayFromHeap(info: TensorInfo): Float32Array
  incRef(id: object): void
  dataIdMap: {
    get(id: object): { id: number; memoryOffset: number; shape: number[]; dtype: DataType }
    delete(id: object): boolean
  }
  wasm: {
    HEAPU8: Uint8Array
    cwrap(name: string, result: null, types: string[]): (...args: unknown[]) => void
    tfjs: { disposeData(id: number): void; registerTensor(id: number, size: number, memory_offset: number): void }
  }
}

/**
 * To be called when values changed in place: wasm keeps a packed copy of every kernel and right operand that it has multiplied with, by their id, and would go on using it.
 */
export function forget_packed(backend: WasmBackend, info: TensorInfo): void {
  const { id, memoryOffset } = backend.dataIdMap.get(info.dataId)
  backend.wasm.tfjs.disposeData(id)
  backend.wasm.tfjs.registerTensor(id, util.sizeFromShape(info.shape), memoryOffset)
}

/** Identity that shares memory, as the other backends do; wasm's own copies. */
export function share_kernel(original: KernelFunc): KernelFunc {
  return (args) => {
    const { dataId, shape, dtype } = args.inputs.x as TensorInfo
    if (dtype === 'string') return original(args)
    ;(args.backend as WasmBackend).incRef(dataId)
    return { dataId, shape, dtype }
  }
}
