/** Processor time where one thread does the work, so that what else the machine does is not counted; else the time on the clock. */
export function clock_for(backend: string): () => number {
  if ((backend !== 'cpu' && backend !== 'wasm') || typeof process === 'undefined' || process.cpuUsage === undefined)
    return () => performance.now()
  return () => {
    const { user, system } = process.cpuUsage()
    return (user + system) / 1000
  }
}
