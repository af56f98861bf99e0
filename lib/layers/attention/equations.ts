const letter = (i: number): string => String.fromCharCode(97 + i)

const letters = (from: number, count: number): string => Array.from({ length: count }, (_, i) => letter(from + i)).join('')

/** The einsum of a projection that keeps `free` axes, sums over `bound` axes and makes `made` new ones, and the letters of its bias. */
export function projection_equation(free: number, bound: number, made: number): [equation: string, bias_axes: string] {
  const kept = letters(0, free)
  const summed = letters(free, bound)
  const output = letters(free + bound, made)
  return [`${kept}${summed},${summed}${output}->${kept}${output}`, output]
}

/** The einsums of scores and results for tensors `[batch, ..., heads, size]` of a rank, with attention over `axes`. */
export function attention_equations(rank: number, axes: readonly number[]): { scores: string; combine: string; rank: number } {
  const target = letters(0, rank)
  let next = rank
  const source = [...target].map((own, i) => (axes.includes(i) ? letter(next++) : own)).join('')
  const batch = [...target].filter((_, i) => i !== rank - 1 && !axes.includes(i)).join('')
  const product = batch + axes.map((axis) => target[axis]).join('') + axes.map((axis) => source[axis]).join('')
  return { scores: `${source},${target}->${product}`, combine: `${product},${source}->${target}`, rank: product.length }
}
