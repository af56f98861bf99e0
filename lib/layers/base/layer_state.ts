import type { Tensor } from '@tensorflow/tfjs-core'
import type { Shape } from '../../common/shape'
import type { DTypePolicy, DTypePolicyMap } from '../../variables/dtype_policy'
import type { Variable } from '../../variables/variable'
import { current_remat, type RematScope } from './remat_scope'

/** What `build` received, in its structure. */
export type ShapeNest = Shape | null | ShapeNest[] | { [key: string]: ShapeNest }

/** The inner state of a layer, kept in one hidden property so that a layer's own properties are its config and what its author assigned. */
export class LayerState {
  trainable = true
  built: unknown = false
  locked = false
  building = false
  called = false
  autocast = true
  policy: DTypePolicy | DTypePolicyMap
  supports_masking: unknown = false
  stateful: unknown = false
  dynamic = false
  input_spec: unknown = null
  activity_regularizer: any = null
  /** Path of the layer, known once it was built inside its scopes. */
  path: string | null = null
  parent_path: string | null = null
  build_shapes: ShapeNest[] | null = null
  /** Variables of `add_weight`, in order. */
  own: Variable[] = []
  /** Which of them were once found in an attribute: overwriting that attribute takes them out. */
  attached = new Set<Variable>()
  removed = new Set<Variable>()
  /** Whether a variable entered as trainable, whatever its flag says later. */
  entered_trainable = new WeakMap<Variable, boolean>()
  losses: (Tensor | unknown)[] = []
  loss_functions: (() => unknown)[] = []
  symbolic_losses: unknown[] = []
  added_metrics: any[] = []
  updates: unknown[] = []
  context_arguments: string[] = []
  batch_input_shape: Shape | null = null
  /** Whether the config has `batch_input_shape`: only when a keyword of tf.keras gave it. */
  dumps_batch_shape = false
  initial_weights: unknown[] | null = null
  /** Config keys that the constructor set from its table. */
  from_table: readonly string[] = []
  /** Values that the table set, to notice a field that wiped one. */
  given: Record<string, unknown> | null = null
  /** True when a call on one plain float tensor needs none of the slow steps. */
  plain = false
  disposed = false
  /** What was made for the layer when it was loaded, and is freed with it: constants of a graph, metrics. */
  owned: readonly { dispose(): void }[] = []
  /** The rematerialization scope in which the layer was made. */
  remat: RematScope | null = current_remat()

  constructor(policy: DTypePolicy | DTypePolicyMap) {
    this.policy = policy
  }
}
