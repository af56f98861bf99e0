import { conclude, run, run_jest } from './run_jest'

const jest_arguments = process.argv.slice(2)

const checks = [
  run('build', ['tsdown']),
  run('type check', ['tsc', '--noEmit', '-p', '.']),
  run('lint', ['biome', 'check']),
  run('order of the rooms', ['depcruise', 'lib', '--config', '.dependency-cruiser.cjs']),
]
const runs = ['cpu', 'wasm'].map((backend) => run_jest(backend, jest_arguments))
conclude(checks, runs)
