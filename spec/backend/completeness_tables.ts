/** Names of tfjs-core for which no kernel is registered, and why nothing needs one. */
export const without_kernel: Record<string, string> = {
  FromPixels:
    'tf.browser.fromPixels reads pixels itself where a backend has no kernel; what they are made of differs by environment',
  Pool: 'tfjs-core gives it no attributes, so that it cannot be called; tf.pool runs AvgPool or MaxPool',
}

const for_all = (names: string, reason: string): Record<string, string> =>
  Object.fromEntries(names.split(' ').map((name) => [name, reason]))

/** Kernels that have no gradient, and why. */
export const without_gradient: Record<string, string> = {
  ...for_all('All Any LogicalAnd LogicalNot LogicalOr LogicalXor', 'booleans in, booleans out'),
  ...for_all('Equal Greater GreaterEqual Less LessEqual NotEqual IsFinite IsInf IsNan', 'the result is a boolean'),
  ...for_all('ArgMax ArgMin LowerBound SearchSorted UpperBound', 'the result is a place, an integer'),
  ...for_all('NonMaxSuppressionV3 NonMaxSuppressionV4 NonMaxSuppressionV5', 'a choice among boxes'),
  ...for_all('BitwiseAnd BroadcastArgs SparseReshape StringToHashBucketFast', 'integers out'),
  ...for_all('StaticRegexReplace StringNGrams StringSplit', 'strings'),
  ...for_all('Fill LinSpace Range', 'there is no tensor to differentiate by'),
  RaggedRange: 'the number of elements depends on the inputs',
  Unique: 'the number of elements depends on the inputs',
  Multinomial: 'a random choice',
  OneHot: 'integers in, two constants out',
  Draw: 'paints on a canvas',
  ...without_kernel,
}

/** Float inputs by which there is no gradient though the kernel has one, and why. */
export const without_input_gradient: Record<string, Record<string, string>> = {
  Transform: { transforms: 'as in TensorFlow: a transform of pixels that are whole has none' },
}
