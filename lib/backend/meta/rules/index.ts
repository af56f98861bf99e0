import type { RuleTable } from '../rule'
import { axes_rules } from './axes'
import { contract_rules } from './contract'
import { conv_rules } from './conv'
import { elementwise_rules } from './elementwise'
import { indexing_rules } from './indexing'
import { maker_rules } from './makers'
import { pool_rules } from './pool'
import { reduce_rules } from './reduce'
import { value_rules } from './values'

/** A rule for every kernel name of tfjs-core 4.22. */
export function kernel_rules(): RuleTable {
  return {
    ...elementwise_rules(),
    ...reduce_rules(),
    ...axes_rules(),
    ...contract_rules(),
    ...conv_rules(),
    ...pool_rules(),
    ...indexing_rules(),
    ...maker_rules(),
    ...value_rules(),
  }
}
