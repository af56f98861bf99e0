import { conclude, run, run_jest } from './run_jest'

/** What the native backend has to pass; needs `npm run setup:native` before. Arguments choose other specs. */
const specs = process.argv.length > 2 ? process.argv.slice(2) : ['spec/native', 'spec/backend', 'spec/optimizers']

process.env.TF_CPP_MIN_LOG_LEVEL ??= '2'
const conformance = run('conformance on the native backend', [
  'tsx',
  'spec/conformance/cli.ts',
  'spec/conformance/cases',
  '--backend',
  'native',
])
conclude([conformance], [run_jest('native', specs)])
