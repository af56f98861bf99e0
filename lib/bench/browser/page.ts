import type { TradeName } from '../protocol'
import { server } from '../serve'
import { trade_of } from '../trades'

/** The page's side of the suite: what it serves is put where the bench finds it. The page's address says whose it is. */
async function main(): Promise<void> {
  const trade = await trade_of(new URLSearchParams(location.search).get('trade') as TradeName)
  Object.assign(globalThis, { serve: server(trade) })
}

/** Done when the page serves. Files without an export are CommonJS to bundlers. */
export const serving = main()
