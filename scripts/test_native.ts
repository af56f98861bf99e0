import { conclude, run, run_jest } from './run_jest'

/** What the native backend has to pass; needs `npm run setup:native` before. Arguments choose other specs. */
const specs = process.argv.length > 2 ? process.argv.slice(2) : ['spec/native', 'spec/backend', 'spec/optimizers']

process.env.TF_CPP_MIN_LOG_LEVEL ??= '2'

/** oneDNN sums up in other orders: where terms cancel, gradients would differ from Keras's by more than the tolerance. */
const conformance = run(
  'conformance on the native backend',
  ['tsx', 'spec/conformance/cli.ts', 'spec/conformance/cases', '--backend', 'native'],
  { TF_ENABLE_ONEDNN_OPTS: '0' },
)
conclude([conformance], [run_jest('native', specs)])
