import { server, type Trade } from '../suite/serve'

/** The page's side of the suite: what it serves is put where the bench finds it. */
export function serve_in_page(trade: Trade): void {
  Object.assign(globalThis, { serve: server(trade) })
}
