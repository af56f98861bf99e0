import type { Tensor } from '@tensorflow/tfjs-core'
import { engine } from '../../backend/engine'
import { tracing } from '../../backend/meta'
import { scoped } from '../../backend/scope'
import { TypeError, ValueError } from '../../common/errors'
import { repr, type_text } from '../../common/text'
import { flatten, is_plain_object } from '../../common/tree'
import { KerasTensor } from '../../graph/keras_tensor'
import { metric_of } from '../../metrics/metric_results'
import { Mean } from '../../metrics/reduction'
import { divide } from '../../ops/numpy/arithmetic'
import { get as get_regularizer } from '../../regularizers/get'
import { dtype_label, label_dtype } from '../../variables/half'
import { scopes, swap_autocast } from '../../variables/scopes'
import { is_tensor } from '../../variables/to_tensor'
import { swap_creation_guard } from '../../variables/variable'
import { calls } from './call_context'
import { clear_own_losses } from './clear_losses'
import { flatten_layers, holdings } from './reflection'
import { Weights } from './weights'

function check_keywords(given: Record<string, unknown>, known: string): void {
  const keys = Object.keys(given).filter((key) => key !== 'name')
  if (keys.some((key) => key !== known))
    throw new TypeError(`Unknown keyword arguments: dict_keys(${repr(keys)}). Expected \`${known}\`.`)
}

/** A named value that belongs to an object. */
interface NamedMetric {
  name: string
  update_state(value: unknown): void
}

/** Losses, metrics and updates of a layer. */
export abstract class Losses extends Weights {
  /** Adds a loss on the layer's outputs, or null. */
  get activity_regularizer(): any {
    return this._state.activity_regularizer
  }

  /** @throws ValueError for an unknown regularizer. */
  set activity_regularizer(value: unknown) {
    this._state.activity_regularizer = get_regularizer(value as never)
    this._refresh_plain()
  }

  /**
   * Adds to the losses of the layer. A tensor counts until the next outermost call of a layer that holds this one; a function without arguments is evaluated each time `losses` is read.
   *
   * @param losses a tensor, a function of no arguments, or a nest of them; null is skipped.
   * @param options `inputs`, of tf.keras, is accepted; with it a tensor is only taken inside a call, as there.
   * @throws ValueError for what is neither; TypeError for another keyword.
   */
  add_loss(losses: unknown, options: { inputs?: unknown } = {}): void {
    if (losses === undefined) throw new TypeError("Layer.add_loss() missing 1 required positional argument: 'losses'")
    check_keywords(options, 'inputs')
    const leaves = flatten(losses)
    for (const loss of leaves) {
      if (loss === null || loss === undefined || typeof loss === 'function' || is_tensor(loss) || loss instanceof KerasTensor)
        continue
      throw new ValueError(
        `\`add_loss()\` can only be called from inside \`build()\` or \`call()\`, on a tensor input. Received invalid value: ${repr(loss)}`,
      )
    }
    if ('inputs' in options && calls.current === null && leaves.some(is_tensor)) {
      throw new ValueError(
        'Expected a symbolic Tensors or a callable for the loss value. Please wrap your loss computation in a zero argument `lambda`.',
      )
    }
    for (const loss of leaves) {
      if (loss === null || loss === undefined) continue
      if (typeof loss === 'function') this._state.loss_functions.push(loss as () => unknown)
      else if (loss instanceof KerasTensor) this._add_symbolic_loss(loss)
      else this._add_loss_tensor(loss as Tensor)
    }
  }

  /** @internal */
  _add_symbolic_loss(loss: KerasTensor): void {
    this._state.symbolic_losses.push(loss)
  }

  /** @internal Keeps a copy that shares data and tape with the tensor. */
  _add_loss_tensor(loss: Tensor): void {
    if (tracing()) return
    if (scopes.stateless !== null) {
      scopes.stateless.add_loss(loss)
      return
    }
    const core = engine()
    const kept = core.keep(core.runKernel('Identity', { x: loss }))
    const label = dtype_label(loss)
    if (label !== undefined) label_dtype(kept, label)
    this._state.losses.push(kept)
    calls.noted_losses?.push(kept)
    calls.live_losses++
  }

  /** @internal The activity loss of one output: divided by the batch size, zero for an empty batch. */
  _add_activity_loss(output: Tensor): void {
    const rank = output.shape.length
    const batch = rank > 0 ? output.shape[0]! : 1
    const loss: Tensor = this.activity_regularizer(output)
    if (batch === 0) this._add_loss_tensor(engine().runKernel('ZerosLike', { x: loss }))
    else this._add_loss_tensor(batch === 1 ? loss : (divide(loss, batch) as Tensor))
  }

  /** Frees the loss tensors of this layer and of the layers below. */
  clear_losses(): void {
    for (const layer of flatten_layers(this)) clear_own_losses(layer)
  }

  /**
   * The losses of the last call, of this layer and of those below; then what the loss functions give; then one regularization loss for each trainable weight that has a regularizer. Tensors of
   * calls belong to the layer, the others to the caller.
   */
  get losses(): any[] {
    return [...this._losses_of_calls(), ...this._standing_losses()]
  }

  private _losses_of_calls(): unknown[] {
    return flatten_layers(this).flatMap(({ _state: state }) => (state.losses.length > 0 ? state.losses : state.symbolic_losses))
  }

  /** @internal The losses that do not come from a call: functions and weight regularization. */
  _standing_losses(): unknown[] {
    const losses: unknown[] = []
    for (const layer of flatten_layers(this)) for (const fn of layer._state.loss_functions) push_loss(losses, fn)
    for (const variable of this.trainable_weights) {
      const regularizer = variable.regularizer
      if (regularizer !== null) push_loss(losses, () => regularizer(variable.value))
    }
    return losses
  }

  /**
   * The losses that depend on the inputs of a call, or with null those that do not: loss functions and weight regularization. Source: tf.keras 2.0, `Layer.get_losses_for`.
   */
  get_losses_for(inputs: unknown): any[] {
    return inputs === null || inputs === undefined ? this._standing_losses() : this._losses_of_calls()
  }

  /** Metrics of this layer, and of the layers below: attributes, and those that `add_metric` made. */
  get metrics(): any[] {
    const metrics = new Set<unknown>()
    for (const layer of flatten_layers(this)) {
      for (const metric of holdings(layer).metrics) metrics.add(metric)
      for (const metric of layer._state.added_metrics) metrics.add(metric)
    }
    return [...metrics]
  }

  /** The variables of `metrics`. */
  get metrics_variables(): any[] {
    return this.metrics.flatMap((metric) => metric.variables)
  }

  /**
   * Reports a value as a metric, inside `call`: a `Mean` of that name averages it over calls. The result of a metric object registers that object. Source: tf.keras, `Layer.add_metric`.
   * @param value a tensor.
   * @throws ValueError without a name, or outside a call; TypeError for other keywords.
   */
  add_metric(
    value: unknown,
    ...args: [
      name?: string | null | { name?: string | null; aggregation?: string | null },
      options?: { name?: string | null; aggregation?: string | null },
    ]
  ): void {
    if (value === undefined) throw new TypeError("Layer.add_metric() missing 1 required positional argument: 'value'")
    const positional = args.filter((arg) => !is_plain_object(arg)).length
    if (positional > 1)
      throw new TypeError(`Layer.add_metric() takes from 2 to 3 positional arguments but ${positional + 2} were given`)
    const options = (args.find(is_plain_object) ?? {}) as { name?: string | null }
    check_keywords(options, 'aggregation')
    const name = typeof args[0] === 'string' ? args[0] : (options.name ?? null)
    const source = metric_of(value) as NamedMetric | null
    if (name === null && source === null) {
      throw new ValueError(
        "Please provide a name for your metric like `self.add_metric(tf.reduce_sum(inputs), name='mean_activation')`",
      )
    }
    if (value instanceof KerasTensor) {
      this._add_symbolic_metric(value, name, source)
      return
    }
    if (calls.current === null) {
      throw new ValueError(`Expected a symbolic Tensor for the metric value, received: ${repr(value)}`)
    }
    if (!is_tensor(value))
      throw new TypeError(`add_metric: the value must be a tensor. Received: ${repr(value)} (of type ${type_text(value)})`)
    if (tracing()) return
    const state = this._state
    if (source !== null) {
      if (!this.metrics.includes(source)) state.added_metrics.push(source)
      return
    }
    this._metric_named(name!).update_state(value)
  }

  /** @internal The metric of a name, made when there is none. */
  _metric_named(name: string): NamedMetric {
    const found = this.metrics.filter((metric) => metric.name === name)
    if (found.length > 1)
      throw new ValueError(
        `Please provide different names for the metrics you have added. We found ${found.length} metrics with the name: "${name}"`,
      )
    if (found.length === 1) return found[0]
    const guard = swap_creation_guard(null)
    try {
      const metric = new Mean({ name })
      this._state.added_metrics.push(metric)
      return metric as unknown as NamedMetric
    } finally {
      swap_creation_guard(guard)
    }
  }

  /** @internal */
  _add_symbolic_metric(_value: KerasTensor, name: string | null, source: object | null): void {
    if (source === null) this._metric_named(name!)
    else if (!this.metrics.includes(source)) this._state.added_metrics.push(source)
  }

  /**
   * Runs updates at once: each function of the nest. Nothing runs while shapes are inferred, or when this layer or one around it is not trainable; what is no function is ignored.
   * Source: tf.keras, `Layer.add_update`.
   */
  add_update(updates: unknown, options: Record<string, unknown> = {}): void {
    const wrong = Object.keys(options)[0]
    if (wrong !== undefined) throw new TypeError(`Layer.add_update() got an unexpected keyword argument '${wrong}'`)
    if (tracing() || !this.trainable || calls.current?.frozen) return
    for (const update of flatten(updates)) if (typeof update === 'function') (update as () => unknown)()
  }

  /** Always empty: updates run when they are added. Source: tf.keras, `Layer.updates`. */
  get updates(): any[] {
    console.warn(
      '`layer.updates` will be removed in a future version. This property should not be used, as `updates` are applied automatically.',
    )
    return []
  }

  /** Always empty, see `updates`. Source: tf.keras 2.0, `Layer.get_updates_for`. */
  get_updates_for(_inputs: unknown): any[] {
    return []
  }

  override _dispose_own(): void {
    clear_own_losses(this)
    for (const metric of this._state.added_metrics) for (const variable of metric.variables) variable.dispose()
    super._dispose_own()
  }
}

function push_loss(losses: unknown[], fn: () => unknown): void {
  const autocast = swap_autocast(null)
  try {
    const value = scoped(fn)
    if (value !== null && value !== undefined) losses.push(value)
  } finally {
    swap_autocast(autocast)
  }
}
