import { type TensorInfo, util } from '@tensorflow/tfjs-core'
import { type Simd, simd_of } from './load'

type Numbers = Record<string, number>

/** Where the variable and its slots, then the gradient, begin; how many values each has. Answers false for a form it does not know. */
type Update = (simd: Simd, state: number[], gradient: number, size: number, attrs: Numbers) => boolean

const adam: Update = (simd, state, gradient, size, { alpha, beta_1, beta_2, epsilon }) => {
  if (state.length !== 3) return false
  simd.adam(...state, gradient, size, alpha!, 1 - beta_1!, 1 - beta_2!, epsilon!)
  return true
}

const momentum: Update = (simd, [x, m], gradient, size, attrs) => {
  if (m === undefined) simd.move(x!, gradient, size, attrs.learning_rate!, 1)
  else simd.momentum(x!, m, gradient, size, attrs.learning_rate!, attrs.momentum!, attrs.nesterov ? 1 : 0)
  return true
}

const average: Update = (simd, [x], gradient, size, { rate }) => {
  simd.move(x!, gradient, size, rate!, 0)
  return true
}

const updates: Record<string, Update> = { KerasAdam: adam, KerasMomentum: momentum, KerasAverage: average }

/** Changes a variable and its slots in place; false where there is no such function for it. */
export function simd_update(backend: object, name: string, state: TensorInfo[], gradient: TensorInfo, attrs: Numbers): boolean {
  const update = updates[name]
  const simd = update === undefined ? null : simd_of(backend)
  if (simd === null) return false
  return update!(simd, state.map(simd.at), simd.at(gradient), util.sizeFromShape(gradient.shape), attrs)
}
