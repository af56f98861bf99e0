import type { Tensor } from '@tensorflow/tfjs-core'
import { run_kernel } from '../../backend/engine'
import { binary, float_scalar, unary } from '../convert'
import { taped } from '../custom'
import { polynomial } from './elementwise'

/** Numerator and denominator of erf(x) / x as functions of x^2, for |x| <= 4. Source: Eigen's rational approximation of erf in float32. */
const erf_top = [
  -2.72614225801306e-10, 2.77068142495902e-8, -2.10102402082508e-6, -5.69250639462346e-5, -7.34990630326855e-4,
  -2.95459980854025e-3, -1.60960333262415e-2,
]
const erf_bottom = [-1.45660718464996e-5, -2.13374055278905e-4, -1.68282697438203e-3, -7.37332916720468e-3, -1.42647390514189e-2]

/** The error function in full float32 precision, the same on every backend. */
export function erf_values(x: Tensor): Tensor {
  const [result] = taped(
    [x],
    () => {
      const t = unary('ClipByValue', x, { clipValueMin: -4, clipValueMax: 4 })
      const square = unary('Square', t)
      const value = binary('RealDiv', binary('Multiply', t, polynomial(erf_top, square)), polynomial(erf_bottom, square))
      return [unary('ClipByValue', value, { clipValueMin: -1, clipValueMax: 1 })]
    },
    ([dy], [saved]) => [
      () => {
        const bell = unary('Exp', unary('Neg', unary('Square', saved!)))
        return binary('Multiply', dy!, binary('Multiply', bell, float_scalar(2 / Math.sqrt(Math.PI))))
      },
    ],
  )
  return result!
}

const erfinv_near = [
  2.81022636e-8, 3.43273939e-7, -3.5233877e-6, -4.39150654e-6, 2.1858087e-4, -1.25372503e-3, -4.17768164e-3, 2.46640727e-1,
  1.50140941,
]
const erfinv_far = [
  -2.00214257e-4, 1.00950558e-4, 1.34934322e-3, -3.67342844e-3, 5.73950773e-3, -7.6224613e-3, 9.43887047e-3, 1.00167406,
  2.83297682,
]

/** The inverse of the error function. Source: M. Giles, "Approximating the erfinv function", 2010. */
export function erfinv_values(x: Tensor): Tensor {
  const [result] = taped(
    [x],
    (save) => {
      const w = unary('Neg', unary('Log1p', unary('Neg', unary('Square', x))))
      const near = polynomial(erfinv_near, binary('Sub', w, float_scalar(2.5)))
      const far = polynomial(erfinv_far, binary('Sub', unary('Sqrt', w), float_scalar(3)))
      const factor = run_kernel('Select', { condition: binary('Less', w, float_scalar(5)), t: near, e: far })
      const edge = binary('Equal', unary('Abs', x), float_scalar(1))
      const infinite = binary('Multiply', x, float_scalar(Infinity))
      const value = run_kernel('Select', { condition: edge, t: infinite, e: binary('Multiply', factor, x) })
      save(value)
      return [value]
    },
    ([dy], [value]) => [
      () =>
        binary('Multiply', dy!, binary('Multiply', unary('Exp', unary('Square', value!)), float_scalar(Math.sqrt(Math.PI) / 2))),
    ],
    [],
  )
  return result!
}
