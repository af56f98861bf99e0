import { needed_values } from '../data'
import type { MetaInputs, MetaOutput, RuleTable } from '../rule'

function n_grams({ data, dataSplits }: MetaInputs, attrs: any): MetaOutput[] {
  const { nGramWidths, padWidth, preserveShortSequences } = attrs
  const splits = needed_values('StringNGrams', dataSplits) as Int32Array
  let total = 0
  for (let i = 1; i < splits.length && data.shape[0] > 0; i++) {
    const length = splits[i] - splits[i - 1]
    let count = 0
    for (const width of nGramWidths as number[]) {
      const padding = Math.min(padWidth < 0 ? width - 1 : padWidth, width - 1)
      count += Math.max(0, length + 2 * padding - width + 1)
    }
    total += preserveShortSequences && length > 0 && count === 0 ? 1 : count
  }
  return [
    { shape: [total], dtype: 'string' },
    { shape: dataSplits.shape, dtype: 'int32' },
  ]
}

function token_count(text: Uint8Array, delimiters: Uint8Array, skip_empty: boolean): number {
  if (text.length === 0 || delimiters.length === 0) return text.length
  let count = 0
  let start = 0
  for (let i = 0; i <= text.length; i++) {
    if (i < text.length && !delimiters.includes(text[i])) continue
    if (!skip_empty || i > start) count++
    start = i + 1
  }
  return count
}

function split({ input, delimiter }: MetaInputs, { skipEmpty }: { skipEmpty: boolean }): MetaOutput[] {
  const texts = needed_values('StringSplit', input) as Uint8Array[]
  const [delimiters] = needed_values('StringSplit', delimiter) as Uint8Array[]
  let total = 0
  for (const text of texts) total += token_count(text, delimiters, skipEmpty)
  return [
    { shape: [total, 2], dtype: 'int32' },
    { shape: [total], dtype: 'string' },
    { shape: [2], dtype: 'int32' },
  ]
}

/** Kernels that cut and join text. */
export function string_rules(): RuleTable {
  return { StringNGrams: n_grams, StringSplit: split }
}
