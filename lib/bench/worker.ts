import util from 'node:util'
import type { Request, TradeName } from './protocol'
import { server } from './serve'
import { trade_of } from './trades'

/** A worker process of the suite. Its argument says whose. tfjs-node calls two helpers of `util` that Node 23 lacks. */
async function main(): Promise<void> {
  Object.assign(util, { isNullOrUndefined: (value: unknown) => value === null || value === undefined, isArray: Array.isArray })
  const serve = server(await trade_of(process.argv[2] as TradeName))
  process.on('disconnect', () => process.exit())
  process.on('message', async (request: Request) => process.connected && process.send!(await serve(request)))
}

/** Done when the process serves. Files without an export are CommonJS to bundlers. */
export const serving = main()
