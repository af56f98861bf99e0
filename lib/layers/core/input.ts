import type { KerasTensor } from '../../graph/keras_tensor'
import { InputLayer, type InputLayerConfig } from './input_layer'

export interface InputConfig extends Omit<InputLayerConfig, 'input_tensor' | 'input_shape' | 'batch_input_shape'> {
  /** An existing symbolic tensor to stand for the input. */
  tensor?: KerasTensor | null
}

/**
 * A symbolic tensor with which a graph of layers begins. Source: keras.Input.
 *
 * ```ts
 * const x = Input({ shape: [32] }) // shape [null, 32]
 * const y = new Dense({ units: 1 })(x)
 * ```
 */
export function Input({ tensor = null, ...config }: InputConfig): KerasTensor {
  return new InputLayer({ ...config, input_tensor: tensor }).output
}
