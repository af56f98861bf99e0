import type { Request } from './protocol'
import { server, type Trade } from './serve'

/** A worker process of the suite. Its argument says whose. */
async function main(): Promise<void> {
  const trade: Trade =
    process.argv[2] === 'keras' ? (await import('./keras_trade')).keras_trade : (await import('./layers_trade')).layers_trade
  const serve = server(trade)
  process.on('disconnect', () => process.exit())
  process.on('message', async (request: Request) => process.connected && process.send!(await serve(request)))
}

void main()
