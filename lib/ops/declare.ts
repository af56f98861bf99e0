import type { Tensor } from '@tensorflow/tfjs-core'
import { type Op, type OpDeclaration, op } from '../graph/op'
import type { TensorLike } from '../variables/to_tensor'
import type { Float } from './promotion'

/** A data argument: what counts as a tensor, or a number marked as a float. */
type Value = TensorLike | Float

/** `op` under the types of an op with one, two or three data arguments, or with a list of them. */
export const op1 = op as unknown as <C extends object, R = Tensor>(
  declaration: OpDeclaration<C>,
  run: (x: any, ...config: any[]) => R,
) => Op<[x: Value], C, R>
export const op2 = op as unknown as <C extends object, R = Tensor>(
  declaration: OpDeclaration<C>,
  run: (x1: any, x2: any, ...config: any[]) => R,
) => Op<[x1: Value, x2: Value], C, R>
export const op3 = op as unknown as <C extends object, R = Tensor>(
  declaration: OpDeclaration<C>,
  run: (x1: any, x2: any, x3: any, ...config: any[]) => R,
) => Op<[x1: Value, x2: Value, x3: Value], C, R>
export const op_list = op as unknown as <C extends object, R = Tensor>(
  declaration: OpDeclaration<C>,
  run: (xs: any, ...config: any[]) => R,
) => Op<[xs: readonly any[]], C, R>

/** A function whose arguments stand in another order than those of its op, and which files know as that op. */
export function as_op<F extends (...args: any[]) => unknown>(declared: object, call: F): F {
  const { declaration, run } = declared as { declaration: unknown; run: unknown }
  return Object.assign(call, { declaration, run })
}

/** Keras's modules. */
export const in_core = 'keras.src.ops.core'
export const in_numpy = 'keras.src.ops.numpy'
export const in_nn = 'keras.src.ops.nn'
export const in_math = 'keras.src.ops.math'
export const in_image = 'keras.src.ops.image'
export const in_linalg = 'keras.src.ops.linalg'

/** One axis, several, or null for all. */
export type Axis = number | readonly number[] | null
