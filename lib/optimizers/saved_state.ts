import { file_text } from '../common/errors'
import { NumberVariable } from '../variables/number_variable'
import type { Variable } from '../variables/variable'

/** An optimizer as far as its state in files is concerned. */
export interface StatefulOptimizer {
  readonly name: string
  readonly variables: Variable[]
  readonly _iterations: NumberVariable
}

/**
 * The variables that the values of a file are for, given their shapes; warns and answers null when they are for another optimizer. Files of Keras 2 have no learning rate, nor
 * other numbers than the iteration, and slots for a momentum of zero. One value alone is the iteration of an
 * optimizer that never ran: only one that never ran takes it.
 */
export function variables_for(optimizer: StatefulOptimizer, shapes: readonly (readonly number[])[]): Variable[] | null {
  const own = optimizer.variables
  if (shapes.length === own.length) return own
  const has_rate = shapes.length > 1 && shapes[1]!.length === 0
  const wanted = has_rate ? own : own.filter((variable) => variable === own[0] || !(variable instanceof NumberVariable))
  if (wanted.length === shapes.length) return wanted
  if (!has_rate && wanted.length === 1 && shapes.length > 1) return wanted
  if (shapes.length === 1 && optimizer._iterations.known === 0) return wanted.slice(0, 1)
  const reason = own.length === 0 ? 'This is likely because the optimizer has not been called/built yet.' : ''
  console.warn(
    `keras-tfjs: Skipping variable loading for optimizer '${file_text(optimizer.name)}', because it has ${own.length} variables whereas the saved optimizer has ${shapes.length} variables. ${reason}`,
  )
  return null
}
