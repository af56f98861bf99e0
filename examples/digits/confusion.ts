const classes = 10

/** How often the most probable class of each row of `probabilities` was said for each label: `matrix[label][said]`. */
export function confusion_matrix(labels: readonly number[], probabilities: readonly (readonly number[])[]): number[][] {
  const matrix = Array.from({ length: classes }, () => new Array<number>(classes).fill(0))
  labels.forEach((label, row) => {
    const said = probabilities[row]!
    matrix[label]![said.indexOf(Math.max(...said))]!++
  })
  return matrix
}

/** The matrix as a table; zeros are dots. */
export function confusion_table(matrix: readonly (readonly number[])[]): string {
  const cell = (value: number | string): string => String(value).padStart(4)
  const head = `    │${matrix.map((_, k) => cell(k)).join('')}`
  const rule = `────┼${'─'.repeat(4 * matrix.length)}`
  const rows = matrix.map((row, label) => `${cell(label)}│${row.map((count) => cell(count === 0 ? '·' : count)).join('')}`)
  return [head, rule, ...rows].join('\n')
}
