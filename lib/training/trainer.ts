import { Tensor } from '@tensorflow/tfjs-core'
import { engine } from '../backend/engine'
import { value_and_grads } from '../backend/gradient_tape'
import { scoped } from '../backend/scope'
import { RuntimeError, ValueError } from '../common/errors'
import { flatten, map_structure } from '../common/tree'
import { infer_output_spec } from '../graph/infer'
import { KerasTensor } from '../graph/keras_tensor'
import { set_keras_mask } from '../graph/masking'
import { flatten_layers, holdings } from '../layers/base/reflection'
import { Layer } from '../layers/layer'
import type { Metric } from '../metrics/metric'
import { Mean } from '../metrics/reduction'
import { add, sum } from '../ops/numpy'
import { Optimizer } from '../optimizers/optimizer'
import { tensor_dtype } from '../variables/to_tensor'
import type { History } from './callbacks/history'
import { type CompileOptions, compile_settings, revive_compile_config, serialize_compile_options } from './compile'
import { CompileLoss } from './compile_loss'
import { CompileMetrics } from './compile_metrics'
import { type EvaluateOptions, evaluate } from './evaluate'
import { type FitOptions, fit as run_fit } from './fit'
import { type BatchOptions, on_batch } from './on_batch'
import { type PredictOptions, predict } from './predict'
import { batch_size_of } from './structure'
import type { Batch, Later, Logs, StepValues, Trainable } from './trainable'
import { TrainerState } from './trainer_state'
import { unpack_x_y_sample_weight } from './unpack'

/**
 * A layer that can be trained: `compile`, `fit`, `evaluate`, `predict`. What happens in a step is in `train_step`, `test_step` and `predict_step`, which a subclass may
 * write anew, like `compute_loss` and `compute_metrics`.
 * Source: keras.Model.
 */
export abstract class Trainer extends Layer implements Trainable {
  /** @internal */ declare readonly _trainer: TrainerState
  /** What the last `fit` recorded. */
  declare history: History | null

  constructor(config: Record<string, unknown> = {}) {
    super(config)
    Object.defineProperty(this, '_trainer', { value: new TrainerState() })
    Object.defineProperty(this, 'history', { value: null, writable: true, enumerable: false })
  }

  /** Whether `compile` was called. */
  get compiled(): boolean {
    return this._trainer.compiled
  }

  /** The optimizer of `compile`, null before. */
  get optimizer(): any {
    return this._trainer.optimizer
  }

  set optimizer(value: Optimizer | null) {
    this._trainer.optimizer = value
  }

  /** The loss that `compile` got. */
  get loss(): any {
    return this._trainer.options.loss
  }

  /** Batches between two calls of callbacks. */
  get steps_per_execution(): number {
    return this._trainer.options.steps_per_execution
  }

  get run_eagerly(): boolean {
    return this._trainer.options.run_eagerly
  }

  set run_eagerly(value: boolean) {
    this._trainer.options.run_eagerly = value
  }

  get jit_compile(): boolean {
    return Boolean(this._trainer.options.jit_compile)
  }

  set jit_compile(value: boolean) {
    this._trainer.options.jit_compile = value
  }

  /** Set it in a callback to end training after the present batch. */
  get stop_training(): boolean {
    return this._trainer.stop_training
  }

  set stop_training(value: boolean) {
    this._trainer.stop_training = value
  }

  /**
   * Says how to train: with which optimizer, loss and metrics. Each may be an object, a name or a serialised form; losses and metrics also functions, and lists or objects
   * of such, one an output.
   * @throws ValueError, TypeError for what stands for none.
   */
  compile(options: CompileOptions = {}): void {
    const state = this._trainer
    const settings = compile_settings(options)
    const output_names = (this as Trainable).output_names ?? null
    const loss = settings.loss === null ? null : new CompileLoss(settings.loss, settings.loss_weights, output_names)
    const has_metrics = settings.metrics !== null || settings.weighted_metrics !== null
    const metrics = has_metrics ? new CompileMetrics(settings.metrics, settings.weighted_metrics, output_names) : null
    state.release()
    state.options = settings
    state.owns_optimizer = !(options.optimizer instanceof Optimizer)
    state.optimizer = settings.optimizer
    if (settings.auto_scale_loss && this.dtype_policy.name === 'mixed_float16') state.scale_loss()
    state.compile_loss = loss
    state.compile_metrics = metrics
    state.loss_tracker = new Mean({ name: 'loss' })
    state.stop_training = false
    state.compiled = true
  }

  /** What `compile` got, as plain values; null before. */
  get_compile_config(): Record<string, unknown> | null {
    return this.compiled ? serialize_compile_options(this._trainer.options, this._trainer.plain_optimizer) : null
  }

  /** Compiles as a config says. */
  compile_from_config(config: Record<string, unknown>, options: { custom_objects?: Record<string, unknown> | null } = {}): void {
    if (this.compile !== Trainer.prototype.compile) {
      console.warn(
        "keras-tfjs: `compile()` was not called as part of model loading because the model's `compile()` method is custom. All subclassed Models that have `compile()` overridden should also override `get_compile_config()` and `compile_from_config(config)`. Alternatively, you can call `compile()` manually after loading.",
      )
      return
    }
    this.compile(revive_compile_config(config, options.custom_objects ?? null))
    if (this.optimizer !== null && this.built) this.optimizer.build(this.trainable_variables)
  }

  /** The mean of the loss, the metrics of `compile`, the losses of single outputs, then metrics of the model and of its layers. */
  override get metrics(): Metric[] {
    const { compiled, loss_tracker, compile_metrics, compile_loss } = this._trainer
    const metrics: Metric[] = []
    if (compiled) {
      if (loss_tracker !== null) metrics.push(loss_tracker)
      if (compile_metrics !== null) metrics.push(compile_metrics)
      if (compile_loss !== null) metrics.push(...compile_loss.metrics)
    }
    for (const layer of flatten_layers(this)) {
      if (layer !== this && layer instanceof Trainer) continue
      metrics.push(...holdings(layer).metrics, ...layer._state.added_metrics)
    }
    return [...new Set(metrics)]
  }

  get metrics_names(): string[] {
    return this.metrics.map((metric) => metric.name)
  }

  /** Empties the metrics. */
  reset_metrics(): void {
    for (const metric of this.metrics) metric.reset_state()
  }

  /** The results of all metrics by name. The tensors are the caller's. */
  get_metrics_result(): Record<string, Tensor> {
    return scoped(() => {
      const results: Record<string, Tensor> = {}
      for (const metric of this.metrics) {
        if (metric instanceof CompileMetrics && !metric.built) continue
        const result = metric.result()
        if (result instanceof Tensor) results[metric.name] = result
        else Object.assign(results, result)
      }
      return results
    })
  }

  /**
   * The loss of a batch: that of `compile`, plus the losses that layers added and those of regularized weights.
   * @throws ValueError when there is none.
   */
  compute_loss({ y = null, y_pred, sample_weight = null }: StepValues): Tensor {
    const { compile_loss } = this._trainer
    let total = compile_loss === null ? null : compile_loss.call(y, y_pred, sample_weight)
    for (const loss of this.losses as Tensor[]) {
      const scalar = loss.shape.length === 0 ? loss : (sum(loss) as Tensor)
      total = total === null ? scalar : (add(total, scalar) as Tensor)
    }
    if (total === null) throw new ValueError('No loss to compute. Provide a `loss` argument in `compile()`.')
    return total
  }

  /** Updates the metrics of `compile` with a batch and answers the results of all metrics. */
  compute_metrics({ y = null, y_pred, sample_weight = null }: StepValues): Record<string, Tensor> {
    this._trainer.compile_metrics?.update_state(y, y_pred, sample_weight)
    return this.get_metrics_result()
  }

  /** One step of training on a batch: changes the variables and answers the results of the metrics. */
  train_step(data: Batch): Later<Record<string, Tensor | number>> {
    const [x, y, sample_weight] = unpack_x_y_sample_weight(data)
    return scoped(() => {
      const variables = this.trainable_variables
      const optimizer = this.optimizer
      const kept: Tensor[] = []
      const keep = (value: unknown): void => {
        for (const tensor of flatten(value)) {
          if (tensor instanceof Tensor && !tensor.kept && !kept.includes(tensor)) kept.push(engine().keep(tensor))
        }
      }
      try {
        let y_pred: unknown
        let loss: Tensor | undefined
        const { grads } = value_and_grads(() => {
          y_pred = this.__call__(x, { training: true })
          loss = this.compute_loss({ x, y, y_pred, sample_weight, training: true })
          keep([y_pred, loss])
          return optimizer === null ? loss : optimizer.scale_loss(loss)
        }, variables)
        this._track_loss(loss!, x)
        if (variables.length === 0) console.warn('keras-tfjs: The model does not have any trainable weights.')
        else optimizer?.apply(grads, variables)
        // Keras's predictions come out of the gradient function without their masks, so metrics of training count every step; those of evaluation do not.
        for (const tensor of flatten(y_pred)) set_keras_mask(tensor, null)
        return this.compute_metrics({ x, y, y_pred, sample_weight })
      } finally {
        for (const tensor of kept) tensor.dispose()
      }
    })
  }

  /** One step of evaluation on a batch: answers the results of the metrics. */
  test_step(data: Batch): Later<Record<string, Tensor | number>> {
    const [x, y, sample_weight] = unpack_x_y_sample_weight(data)
    return scoped(() => {
      const y_pred = this.__call__(x, { training: false })
      this._track_loss(this.compute_loss({ x, y, y_pred, sample_weight, training: false }), x)
      return this.compute_metrics({ x, y, y_pred, sample_weight })
    })
  }

  /** The outputs for a batch. */
  predict_step(data: Batch): Later<any> {
    const [x] = unpack_x_y_sample_weight(data)
    return this.__call__(x, { training: false })
  }

  private _track_loss(loss: Tensor, x: unknown): void {
    this._trainer.loss_tracker?.update_state(loss, batch_size_of(x) ?? 1)
  }

  /** Builds the model from the shapes of a batch, without running it. @internal */
  _build_for(x: unknown): void {
    if (this.built) return
    const specs = map_structure(
      (leaf) => (leaf instanceof Tensor ? new KerasTensor(leaf.shape, { dtype: tensor_dtype(leaf) }) : leaf),
      x,
    )
    try {
      infer_output_spec([specs], ([filled]) => this.__call__(filled, { training: false }))
    } catch {
      scoped(() => void this.__call__(x, { training: false }))
    }
  }

  /** @throws ValueError before `compile`. @internal */
  _require_compiled(method: string): void {
    if (!this.compiled) throw new ValueError(`You must call \`compile()\` before calling \`${method}()\`.`)
  }

  /** @throws RuntimeError when the model is being trained already. @internal */
  _enter_fit(): () => void {
    const state = this._trainer
    if (state.busy)
      throw new RuntimeError('`fit()` was called while `fit()` of the same model is running. Wait for its promise first.')
    state.busy = true
    return () => {
      state.busy = false
    }
  }

  /**
   * Trains for a number of epochs. `x` and `y` are arrays, tensors, or lists or objects of such; or `x` gives batches: an iterable, a generator function, a dataset.
   *
   * ```ts
   * const model = new Sequential([new Dense({ units: 1 })])
   * model.compile({ optimizer: 'sgd', loss: 'mean_squared_error' })
   * const history = await model.fit([[1], [2]], [[2], [4]], { epochs: 2, batch_size: 2, verbose: 0 })
   * history.epoch // [0, 1]
   * ```
   * @throws ValueError before `compile`, for lengths that differ, and for arguments that do not go together.
   */
  fit(options: FitOptions & { x: any; y?: any }): Promise<History>
  fit(x: any, options?: FitOptions): Promise<History>
  fit(x: any, y: any, options?: FitOptions): Promise<History>
  fit(...args: unknown[]): Promise<History> {
    return run_fit(this, args)
  }

  /** The loss and the metrics on data: numbers in the order of the metrics, or by name with `return_dict`. @throws ValueError before `compile`. */
  evaluate(x: any, y: any, options: EvaluateOptions & { return_dict: true }): Promise<Logs>
  evaluate(options: EvaluateOptions & { x: any; y?: any }): Promise<any>
  evaluate(x: any, y?: any, options?: EvaluateOptions): Promise<any>
  evaluate(...args: unknown[]): Promise<any> {
    return evaluate(this, args)
  }

  /** The outputs for all samples: tensors that the caller owns, or typed arrays with `as: 'array'`. */
  predict(x: any, options?: PredictOptions): Promise<any> {
    return predict(this, [x, ...(options === undefined ? [] : [options])])
  }

  /** One training step on one batch: the loss and the metrics so far as numbers. */
  train_on_batch(x: any, y?: any, options?: BatchOptions): Promise<any>
  train_on_batch(...args: unknown[]): Promise<any> {
    return on_batch(this, 'train_on_batch', args)
  }

  /** One evaluation step on one batch: the loss and the metrics so far as numbers. */
  test_on_batch(x: any, y?: any, options?: BatchOptions): Promise<any>
  test_on_batch(...args: unknown[]): Promise<any> {
    return on_batch(this, 'test_on_batch', args)
  }

  /** The outputs for one batch. */
  async predict_on_batch(x: any): Promise<any> {
    return on_batch(this, 'predict_on_batch', [x])
  }

  override _dispose_own(): void {
    super._dispose_own()
    this._trainer.owns_optimizer = true
    this._trainer.release()
  }
}
