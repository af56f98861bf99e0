import type { Tensor } from '@tensorflow/tfjs-core'
import { scoped } from '../../backend/scope'
import { file_text, ValueError } from '../../common/errors'
import { repr } from '../../common/text'
import { zeros_like } from '../../ops/numpy'
import type { Variable } from '../../variables/variable'

/** A weight as it is saved: its value, or that of `value`, which makes a new tensor. */
export interface StoredWeight {
  variable: Variable
  value?: () => Tensor
}

/** What a layer keeps in a file by itself, and what is zero again once that was loaded. */
export interface OwnWeights {
  stored: StoredWeight[]
  cleared: Variable[]
}

/** Own weights where each is stored as it is. */
export function plain_weights(variables: readonly Variable[]): OwnWeights {
  return { stored: variables.map((variable) => ({ variable })), cleared: [] }
}

/** Puts own weights into a store under `0`, `1`, ... */
export function save_weights({ stored }: OwnWeights, store: Record<string, unknown>): void {
  stored.forEach(({ variable, value }, i) => {
    store[String(i)] = value === undefined ? variable : value()
  })
}

/** Takes own weights from a store that was checked. */
export function take_weights({ stored, cleared }: OwnWeights, store: Record<string, unknown>): void {
  stored.forEach(({ variable }, i) => void variable.assign(store[String(i)] as Tensor))
  scoped(() => {
    for (const variable of cleared) variable.assign(zeros_like(variable) as Tensor)
  })
}

/** @throws ValueError when a layer has another number of weights than a store. */
export function check_count(layer: { name: string; built: unknown }, { stored }: OwnWeights, count: number): void {
  if (count === stored.length) return
  const name = file_text(layer.name)
  if (stored.length === 0 && !layer.built) {
    throw new ValueError(
      `Layer '${name}' was never built and thus it doesn't have any variables. However the weights file lists ${count} variables for this layer. Either a layer around it has a \`build()\` that does not build '${name}', or '${name}' needs a \`build_from_config()\` that makes its state, with \`get_build_config()\` to say from what.`,
    )
  }
  throw new ValueError(
    `Layer '${name}' expected ${stored.length} variables, but received ${count} variables during loading. Expected: ${repr(stored.map(({ variable }) => variable.local_name))}`,
  )
}
