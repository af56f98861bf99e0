import { read_results, write_documents } from '../documents'
import { with_python } from './merge'

/** Adds the suite in Python Keras to the last results, and writes the reports anew. `--quick` measures shortly. */
write_documents(with_python(read_results(), { quick: process.argv.includes('--quick') })).catch((error: Error) => {
  console.error(error.message)
  process.exitCode = 1
})
