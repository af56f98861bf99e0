import { complex, divNoNan, imag, mul, real, spectral, type Tensor, zerosLike } from '@tensorflow/tfjs-core'
import type { Rule } from './rule'

/** A complex gradient holds the slopes along the real and the imaginary axis. */
const scale = (x: Tensor, by: number): Tensor => complex(mul(real(x), by), mul(imag(x), by))

const last = (x: Tensor): number => x.shape[x.rank - 1]!

export const complex_rules: Record<string, Rule> = {
  Complex: { gradient: (dy) => ({ real: () => real(dy), imag: () => imag(dy) }) },
  Real: { gradient: (dy) => ({ input: () => complex(dy, zerosLike(dy)) }) },
  Imag: { gradient: (dy) => ({ input: () => complex(zerosLike(dy), dy) }) },
  FFT: { gradient: (dy) => ({ input: () => scale(spectral.ifft(dy), last(dy)) }) },
  IFFT: { gradient: (dy) => ({ input: () => scale(spectral.fft(dy), 1 / last(dy)) }) },
  ComplexAbs: {
    save: ['x'],
    save_outputs: [true],
    gradient: (dy, [x, y]) => ({
      x: () => {
        const slope = divNoNan(dy, y!)
        return complex(mul(slope, real(x!)), mul(slope, imag(x!)))
      },
    }),
  },
}
