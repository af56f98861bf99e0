/** An image of 8 x 8 numbers from 0 to 16. */
export type Image = number[][][]

export interface Digits {
  images: Image[]
  labels: number[]
}

/** 64 numbers as an image. */
export function to_image(values: ArrayLike<number>): Image {
  return Array.from({ length: 8 }, (_, y) => Array.from({ length: 8 }, (_, x) => [values[8 * y + x]!]))
}

function to_digits(rows: number[][]): Digits {
  return { images: rows.map(to_image), labels: rows.map((row) => row[64]!) }
}

/** Lines of 64 numbers and a digit; every fifth is kept apart for the test. */
export function read_digits(text: string): { train: Digits; test: Digits } {
  const rows = text
    .trim()
    .split('\n')
    .map((line) => line.split(',').map(Number))
  return { train: to_digits(rows.filter((_, i) => i % 5 !== 0)), test: to_digits(rows.filter((_, i) => i % 5 === 0)) }
}
