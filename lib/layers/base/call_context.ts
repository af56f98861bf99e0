import type { Tensor } from '@tensorflow/tfjs-core'
import { on_clear_session } from '../../common/state'
import type { LayerLike } from './reflection'

/** What the layers inside one outermost call share. */
export interface CallContext {
  readonly entry: LayerLike
  /** The training flag for the layers below; undefined or null when none was set. */
  training: boolean | null | undefined
  /** Other context arguments for the layers below. */
  values: Readonly<Record<string, unknown>>
  /** True below a layer that is not trainable. */
  frozen: boolean
}

/** The open call, how many loss tensors layers hold at the moment, and where those that are added now are noted. */
export const calls = { current: null as CallContext | null, live_losses: 0, noted_losses: null as Tensor[] | null }

/** No context values. */
export const no_values: Readonly<Record<string, unknown>> = Object.freeze({})

on_clear_session(() => {
  calls.current = null
})
