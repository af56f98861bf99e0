/** The symmetric part of an n by n matrix takes its place. */
export function symmetrize(a: Float64Array, n: number): void {
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < i; j++) {
      const mean = (a[i * n + j] + a[j * n + i]) / 2
      a[i * n + j] = mean
      a[j * n + i] = mean
    }
  }
}

/** The lower factor L of A = L Lᵀ takes the place of a symmetric n by n matrix. False when A is not positive definite. */
export function factor_cholesky(a: Float64Array, n: number): boolean {
  for (let i = 0; i < n; i++) {
    for (let j = 0; j <= i; j++) {
      let sum = a[i * n + j]
      for (let k = 0; k < j; k++) sum -= a[i * n + k] * a[j * n + k]
      if (i > j) a[i * n + j] = sum / a[j * n + j]
      else if (sum > 0 && sum < Number.POSITIVE_INFINITY) a[i * n + i] = Math.sqrt(sum)
      else return false
    }
    a.fill(0, i * n + i + 1, (i + 1) * n)
  }
  return true
}
