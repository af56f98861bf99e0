import { cpus, loadavg, release, totalmem, type } from 'node:os'

/** The machine that the numbers are from. */
export interface Machine {
  cpu: string
  cores: number
  memory_gb: number
  system: string
  node: string
  /** The browser and how it draws, when it was used. */
  browser: string | null
  /** The highest load average while Node measured: other work on the machine, when it is well above the number of cores. */
  load: number
}

/** This machine, without its browser. */
export function machine(): Omit<Machine, 'browser'> {
  return {
    cpu: cpus()[0]?.model.trim() ?? 'unknown',
    cores: cpus().length,
    memory_gb: Math.round(totalmem() / 2 ** 30),
    system: `${type()} ${release().split('-')[0]}`,
    node: process.version,
    load: Number(loadavg()[0]!.toFixed(1)),
  }
}
