import { Layer, type LayerConfig } from '../layer'

/** Answers its input, of any structure. Source: keras.layers.Identity. */
export class Identity extends Layer {
  static override class_name = 'Identity'
  static override call_options = {}
  static override built_at_init = true

  constructor(config: LayerConfig = {}) {
    super(config)
    this.supports_masking = true
  }

  override call(inputs: any): any {
    return inputs
  }
}
