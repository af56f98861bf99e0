import { ValueError } from '../../common/errors'
import { type RevivalOptions, revive_nested, serialized_form } from '../../common/serialized'
import { repr } from '../../common/text'
import { Layer, type LayerConfig, required } from '../layer'

export interface WrapperConfig extends LayerConfig {
  /** The layer inside. */
  layer: Layer
}

/** The base of layers that hold another layer. Source: keras.layers.Wrapper. */
export class Wrapper extends Layer {
  static override class_name = 'Wrapper'
  static override defaults: Record<string, unknown> = { layer: required }
  declare layer: Layer

  /** @throws ValueError when `layer` is no layer. */
  constructor(config: WrapperConfig) {
    super(config)
    if (!(this.layer instanceof Layer)) {
      throw new ValueError(
        `Layer ${repr(this.layer)} supplied to Wrapper isn't a supported layer type. Please ensure wrapped layer is a valid Keras layer.`,
      )
    }
  }

  override build(...shapes: any[]): void {
    if (!this.layer.built) {
      this.layer.build(...shapes)
      this.layer.built = true
    }
  }

  override get_config(): Record<string, unknown> {
    return { ...super.get_config(), layer: nested_form(this.layer) }
  }

  static override from_config(
    this: new (
      config: any,
    ) => any,
    config: Record<string, unknown>,
    options: RevivalOptions = {},
  ): any {
    return new this({ ...config, layer: revive_nested(config.layer, options) })
  }
}

/** The serialised form of a layer inside of another, with what builds it. */
export function nested_form(layer: Layer): object {
  const form = serialized_form(layer, layer.get_config())
  const build_config = layer.get_build_config()
  return build_config === null ? form : { ...form, build_config }
}
