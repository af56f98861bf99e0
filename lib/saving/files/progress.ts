interface ProgressOptions {
  on_progress?: ((loaded: number, total: number | null) => void) | null
  verbose?: 'auto' | 0 | 1
}

const large = 32 * 2 ** 20

const terminal = (): { isTTY?: boolean; write(text: string): unknown } | null =>
  typeof process === 'undefined' ? null : (process.stderr ?? null)

/** What to call with the bytes read so far: tells the caller's `on_progress`, and writes a line where one is wanted. */
export function progress_line(name: string, total: number | null, options: ProgressOptions): (loaded: number) => void {
  const { on_progress = null, verbose = 'auto' } = options
  const out = terminal()
  const shown = out !== null && (verbose === 1 || (verbose === 'auto' && out.isTTY === true && total !== null && total > large))
  return (loaded) => {
    on_progress?.(loaded, total)
    if (shown) out.write(`\r${name}: ${line(loaded, total)}${loaded === total ? '\n' : ''}`)
  }
}

function line(loaded: number, total: number | null): string {
  const mib = (bytes: number): string => `${(bytes / 2 ** 20).toFixed(1)} MiB`
  return total === null ? mib(loaded) : `${Math.floor((100 * loaded) / Math.max(total, 1))} % of ${mib(total)}`
}
