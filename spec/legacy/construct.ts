import { Input } from '../../lib/layers/core/input'
import { Model } from '../../lib/models/model'
import { Sequential } from '../../lib/models/sequential'
import { class_named } from './custom_layers'

/** The constructors that take something else than one object. */
const special: Record<string, (config: Record<string, unknown>, args: unknown[]) => unknown> = {
  Input: (config) => Input(config),
  Model: (config) => new Model(config as never),
  NoSuper: () => Object.create(class_named('NoSuper').prototype),
  Sequential: (config, [layers = []]) => new Sequential(layers as never, config as never),
}

/** A new object of the class that a transcript names. */
export function construct(class_name: string, config: Record<string, unknown>, args: unknown[]): unknown {
  const make = special[class_name]
  if (make !== undefined) return make(config, args)
  return new (class_named(class_name))(...(args.length > 0 ? args : [config]))
}
