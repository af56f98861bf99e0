import type { Mean } from '../metrics/reduction'
import { LossScaleOptimizer } from '../optimizers/loss_scale_optimizer'
import type { Optimizer } from '../optimizers/optimizer'
import { type CompileSettings, compile_defaults } from './compile'
import type { CompileLoss } from './compile_loss'
import type { CompileMetrics } from './compile_metrics'

/** What `compile` sets, kept in one hidden property of the model. */
export class TrainerState {
  compiled = false
  options: CompileSettings = compile_defaults()
  optimizer: Optimizer | null = null
  owns_optimizer = false
  private scaling: LossScaleOptimizer | null = null
  compile_loss: CompileLoss | null = null
  compile_metrics: CompileMetrics | null = null
  loss_tracker: Mean | null = null
  stop_training = false
  /** Whether `fit` is running. */
  busy = false

  /** Puts an optimizer around the one that there is: it scales the loss. Whoever has the inner one keeps it. */
  scale_loss(): void {
    if (this.optimizer === null || this.optimizer instanceof LossScaleOptimizer) return
    this.scaling = new LossScaleOptimizer({ inner_optimizer: this.optimizer, name: 'loss_scale_optimizer' })
    this.optimizer = this.scaling
  }

  /** The optimizer without what `scale_loss` put around it. */
  get plain_optimizer(): Optimizer | null {
    return this.scaling !== null && this.optimizer === this.scaling ? this.scaling.inner_optimizer : this.optimizer
  }

  /** Frees what `compile` made; an optimizer only when it is owned. */
  release(): void {
    this.loss_tracker?.dispose()
    this.compile_metrics?.dispose()
    for (const metric of this.compile_loss?.metrics ?? []) metric.dispose()
    if (this.owns_optimizer) this.optimizer?.dispose()
    this.scaling?.dispose_own()
    this.scaling = null
    this.compiled = false
    this.loss_tracker = null
    this.compile_metrics = null
    this.compile_loss = null
    this.optimizer = null
  }
}
