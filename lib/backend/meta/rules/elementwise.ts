import type { DataType } from '@tensorflow/tfjs-core'
import { upcastType } from '@tensorflow/tfjs-core'
import { known_values, type StoredValues } from '../data'
import { broadcast, for_all, input_list, type MetaInputs, type MetaRule, type RuleTable, same_dim } from '../rule'

/** Shape of the input called `name`; its dtype too, unless `dtype` is given. */
function like(name: string, dtype?: DataType): MetaRule {
  return (inputs) => ({ shape: inputs[name].shape, dtype: dtype ?? inputs[name].dtype })
}

function broadcast_rule(dtype?: DataType): MetaRule {
  return ({ a, b }) => ({ shape: broadcast(a.shape, b.shape), dtype: dtype ?? a.dtype })
}

function arithmetic({ a, b }: MetaInputs) {
  const complex = a.dtype === 'complex64' || b.dtype === 'complex64'
  return { shape: broadcast(a.shape, b.shape), dtype: complex ? ('complex64' as const) : a.dtype }
}

function float_result({ logits }: MetaInputs) {
  return { shape: logits.shape, dtype: 'float32' as const }
}

function cast_values(values: StoredValues | null, from: DataType, to: DataType): StoredValues | null {
  if (values === null || from === to) return values
  if (from === 'string' || from === 'complex64' || to === 'string' || to === 'complex64') return null
  const numbers = values as Float32Array
  if (to === 'int32') return Int32Array.from(numbers)
  return to === 'bool' ? Uint8Array.from(numbers, (v) => (v ? 1 : 0)) : Float32Array.from(numbers)
}

function unified_shape(inputs: MetaInputs): number[] {
  const [first, ...others] = input_list(inputs)
  for (const other of others) {
    same_dim(first.shape.length, other.shape.length, () => 'AddN: all tensors must have the same rank.')
    first.shape.forEach((d, i) => {
      same_dim(d, other.shape[i], () => 'AddN: all tensors must have the same shape.')
    })
  }
  return first.shape
}

/** Kernels whose result has the shape of an input, or of two inputs broadcast together. */
export function elementwise_rules(): RuleTable {
  return {
    ...for_all(
      'Abs Acos Acosh Asin Asinh Atan Atanh Ceil ClipByValue Cos Cosh Elu Erf Expm1 Floor FusedBatchNorm Log Log1p LRN Neg OnesLike ' +
        'Reciprocal Relu Relu6 Reverse Round Rsqrt Selu Sigmoid Sign Sin Sinh Softplus Sqrt Square StaticRegexReplace Step Tan Tanh ' +
        'ZerosLike',
      like('x'),
    ),
    ...for_all('Exp LeakyRelu ComplexAbs', like('x', 'float32')),
    ...for_all('IsFinite IsInf IsNan LogicalNot', like('x', 'bool')),
    ...for_all('Draw FlipLeftRight RotateWithOffset', like('image')),
    ...for_all('FFT IFFT', like('input', 'complex64')),
    ...for_all('Imag Real', like('input', 'float32')),
    ...for_all('LogSoftmax Softmax', float_result),
    ...for_all('LowerBound SearchSorted UpperBound', like('values', 'int32')),
    MatrixBandPart: like('input'),
    StringToHashBucketFast: like('input', 'int32'),
    EluGrad: like('y', 'float32'),
    LRNGrad: ({ x, dy }) => ({ shape: dy.shape, dtype: x.dtype }),
    Complex: like('real', 'complex64'),
    Cast: ({ x }, { dtype }) => ({ shape: x.shape, dtype, values: cast_values(known_values(x), x.dtype, dtype) }),
    Identity: ({ x }) => ({ shape: x.shape, dtype: x.dtype, values: known_values(x) }),
    AddN: (inputs) => ({ shape: unified_shape(inputs), dtype: input_list(inputs)[0].dtype }),
    ...for_all('Add Multiply Sub', arithmetic),
    ...for_all('Atan2 BitwiseAnd FloorDiv Maximum Minimum Mod Pow RealDiv SquaredDifference', broadcast_rule()),
    ...for_all('Equal Greater GreaterEqual Less LessEqual LogicalAnd LogicalOr LogicalXor NotEqual', broadcast_rule('bool')),
    Prelu: ({ x, alpha }) => ({ shape: broadcast(x.shape, alpha.shape), dtype: 'float32' }),
    Select: ({ t, e }) => ({ shape: t.shape, dtype: upcastType(t.dtype, e.dtype) }),
  }
}
