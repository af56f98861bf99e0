import type { DataId, DataType, KernelBackend, Tensor, TensorInfo } from '@tensorflow/tfjs-core'
import { engine as core_engine } from '@tensorflow/tfjs-core'

/** One recorded operation of tfjs's gradient tape. */
export interface TapeNode {
  id: number
  kernelName: string
  outputs: Tensor[]
  inputs: Record<string, Tensor>
  saved?: Tensor[]
  gradient?: (dys: Tensor[]) => Record<string, () => Tensor>
}

/** One tidy scope of tfjs. */
export interface ScopeState {
  track: Tensor[]
  name: string
  id: number
}

/** The bookkeeping of tfjs's engine. */
export interface EngineState {
  registeredVariables: Record<string, Tensor>
  nextTapeNodeId: number
  nextScopeId: number
  numBytes: number
  numTensors: number
  numDataBuffers: number
  activeTape: TapeNode[] | null
  gradientDepth: number
  kernelDepth: number
  activeScope: ScopeState | null
  scopeStack: ScopeState[]
  profiling: boolean
  tensorInfo: WeakMap<object, { backend: KernelBackend; dtype: DataType; shape: number[]; bytes: number }>
}

type TensorResult = Tensor | Tensor[]

/** What of tfjs-core's engine this library uses, private members included (version 4.22.0). */
export interface EngineInternals {
  ENV: { flags: Record<string, unknown>; getBool(flag: string): boolean }
  state: EngineState
  backendName: string | null
  backendInstance: KernelBackend | null
  pendingBackendInit: Promise<boolean> | null
  readonly backend: KernelBackend
  runKernel<T extends TensorResult = Tensor>(name: string, inputs: unknown, attrs?: unknown): T
  startScope(name?: string): void
  endScope(result?: unknown): void
  tidy<T>(fn: () => T): T
  keep<T extends Tensor>(tensor: T): T
  isTapeOn(): boolean
  makeTensor(values: unknown, shape: number[], dtype: DataType, backend?: KernelBackend): Tensor
  makeTensorFromDataId(data_id: DataId, shape: number[], dtype: DataType, backend?: KernelBackend): Tensor
  makeTensorFromTensorInfo(info: TensorInfo, backend?: KernelBackend): Tensor
  trackTensor(tensor: Tensor, backend?: KernelBackend): void
  incRef(tensor: Tensor, backend?: KernelBackend): void
  disposeTensor(tensor: Tensor): void
  disposeVariable(variable: Tensor): void
  readSync(data_id: DataId): unknown
  read(data_id: DataId): Promise<unknown>
  clone<T extends Tensor>(tensor: T): T
  nextTensorId(): number
  nextVariableId(): number
  gradients<T extends Tensor>(fn: () => T, xs: Tensor[], dy?: T, allow_no_gradients?: boolean): { value: T; grads: Tensor[] }
  customGrad(fn: (...args: never[]) => unknown): (...args: unknown[]) => Tensor
  memory(): { numTensors: number; numBytes: number; numDataBuffers: number }
}

/** tfjs-core's engine singleton, typed with the internals that this library relies on. */
export function engine(): EngineInternals {
  return core_engine() as unknown as EngineInternals
}

/** Runs a kernel of the current backend by name. It is taped like any tfjs op when the kernel has a gradient. */
export function run_kernel<T extends TensorResult = Tensor>(
  name: string,
  inputs: Record<string, Tensor | undefined> | Tensor[],
  attrs: Record<string, unknown> = {},
): T {
  return engine().runKernel<T>(name, inputs, attrs)
}
