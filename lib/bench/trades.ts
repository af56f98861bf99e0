import type { TradeName } from './protocol'
import type { Trade } from './serve'

/** The trade of a worker. Each is loaded alone: where this library is loaded, its kernels would serve both. */
export async function trade_of(name: TradeName): Promise<Trade> {
  return name === 'keras' ? (await import('./keras_trade')).keras_trade : (await import('./layers_trade')).layers_trade
}
