import type { DataType } from '@tensorflow/tfjs-core'
import type { MetaInputs, MetaOutput, MetaRule, RuleTable } from '../rule'

/** The sizes of the input `x`: its leading axes, its rows and its columns. */
interface Sizes {
  lead: number[]
  m: number
  n: number
}

function sizes_of({ x }: MetaInputs): Sizes {
  const { shape } = x
  return { lead: shape.slice(0, -2), m: shape[shape.length - 2], n: shape[shape.length - 1] }
}

const of = (lead: number[], sides: number[], dtype: DataType = 'float32'): MetaOutput => ({ shape: [...lead, ...sides], dtype })

const like_rhs: MetaRule = ({ rhs }) => ({ shape: rhs.shape, dtype: 'float32' })

const rule =
  (make: (sizes: Sizes, attrs: any) => MetaOutput | MetaOutput[]): MetaRule =>
  (inputs, attrs) =>
    make(sizes_of(inputs), attrs)

const same = rule(({ lead, m, n }) => of(lead, [m, n]))

/** Shapes of the kernels of linear algebra. */
export const linalg_rules: RuleTable = {
  KerasCholesky: same,
  KerasInverse: same,
  KerasCofactors: same,
  KerasTriangularSolve: like_rhs,
  KerasSolve: like_rhs,
  KerasDeterminant: rule(({ lead }) => of(lead, [])),
  KerasLogDeterminant: rule(({ lead }) => [of(lead, []), of(lead, [])]),
  KerasLu: rule(({ lead, m, n }) => [of(lead, [m, n]), of(lead, [Math.min(m, n)], 'int32'), of(lead, [m], 'int32')]),
  KerasPinv: rule(({ lead, m, n }) => of(lead, [n, m])),
  KerasQr: rule(({ lead, m, n }, { full }) => {
    const width = full ? m : Math.min(m, n)
    return [of(lead, [m, width]), of(lead, [width, n])]
  }),
  KerasEigh: rule(({ lead, n }) => [of(lead, [n]), of(lead, [n, n])]),
  KerasEig: rule(({ lead, n }) => [of(lead, [n]), of(lead, [n]), of(lead, [n, n]), of(lead, [n, n])]),
  KerasSingularValues: rule(({ lead, m, n }) => of(lead, [Math.min(m, n)])),
  KerasSvd: rule(({ lead, m, n }, { full }) => {
    const count = Math.min(m, n)
    return [of(lead, [m, full ? m : count]), of(lead, [count]), of(lead, [full ? n : count, n])]
  }),
}
