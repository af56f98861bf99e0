import { parseArgs } from 'node:util'
import { read_results, write_documents } from '../documents'
import { with_python } from './merge'

const { values } = parseArgs({ options: { quick: { type: 'boolean' }, models: { type: 'string' } } })

/** Adds the suite in Python Keras to the last results, and writes the reports anew. Options: `--quick`, `--models NAMES`. */
write_documents(with_python(read_results(), values)).catch((error: Error) => {
  console.error(error.message)
  process.exitCode = 1
})
