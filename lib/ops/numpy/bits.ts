import type { Tensor } from '@tensorflow/tfjs-core'
import { run_kernel } from '../../backend/engine'
import type { TensorLike } from '../../variables/to_tensor'
import { tensor_dtype } from '../../variables/to_tensor'
import { range } from '../axes'
import { as_tensor, binary, finish, int_scalar, promote, reshaped, store_as, unary } from '../convert'
import { in_numpy, op1, op2 } from '../declare'
import { choose } from './comparison'

/** The 32 bits of integers along a new last axis, as 0 and 1. No backend but cpu has kernels for bits. */
function bits_of(x: Tensor): Tensor {
  const wide = reshaped(x, [...x.shape, 1])
  const powers = as_tensor(
    range(31).map((k) => 2 ** k),
    'int32',
  )
  const low = binary('Mod', store_as(binary('FloorDiv', wide, powers), 'int32'), int_scalar(2))
  const sign = store_as(binary('Less', wide, int_scalar(0)), 'int32')
  return run_kernel('Concat', [low, sign], { axis: x.shape.length })
}

function from_bits(bits: Tensor): Tensor {
  const weights = as_tensor([...range(31).map((k) => 2 ** k), -(2 ** 31)], 'int32')
  return store_as(
    run_kernel('Sum', { x: binary('Multiply', bits, weights) }, { axis: [bits.shape.length - 1], keepDims: false }),
    'int32',
  )
}

function bit_op(class_name: string, fn: (a: Tensor, b: Tensor) => Tensor) {
  return op2({ class_name, module: in_numpy, inputs: ['x', 'y'] }, (x: TensorLike, y: TensorLike) => {
    const [[a, b], dtype] = promote(x, y)
    return finish(from_bits(fn(bits_of(store_as(a!, 'int32')), bits_of(store_as(b!, 'int32')))), dtype)
  })
}

/** Source: keras.ops.bitwise_and. */
export const bitwise_and = /*#__PURE__*/ bit_op('BitwiseAnd', (a, b) => binary('Multiply', a, b))
/** Source: keras.ops.bitwise_or. */
export const bitwise_or = /*#__PURE__*/ bit_op('BitwiseOr', (a, b) => binary('Maximum', a, b))
/** Source: keras.ops.bitwise_xor. */
export const bitwise_xor = /*#__PURE__*/ bit_op('BitwiseXor', (a, b) => store_as(binary('NotEqual', a, b), 'int32'))

function inverted(input: TensorLike): Tensor {
  const x = as_tensor(input)
  if (x.dtype === 'bool') return unary('LogicalNot', x)
  return finish(binary('Sub', int_scalar(-1), x), tensor_dtype(x))
}

/** Every bit turned. Source: keras.ops.bitwise_invert. */
export const bitwise_invert = /*#__PURE__*/ op1({ class_name: 'BitwiseInvert', module: in_numpy, inputs: ['x'] }, inverted)
/** Every bit turned. Source: keras.ops.bitwise_not. */
export const bitwise_not = /*#__PURE__*/ op1({ class_name: 'BitwiseNot', module: in_numpy, inputs: ['x'] }, inverted)

function powers_of_two(x: Tensor): Tensor {
  return store_as(run_kernel('Round', { x: binary('Pow', store_as(int_scalar(2), 'float32'), store_as(x, 'float32')) }), 'int32')
}

function shift_op(class_name: string, fn: (a: Tensor, by: Tensor) => Tensor) {
  return op2({ class_name, module: in_numpy, inputs: ['x', 'y'] }, (x: TensorLike, y: TensorLike) => {
    const [[a, b], dtype] = promote(x, y)
    const type = dtype === 'bool' ? 'int32' : dtype
    return finish(fn(store_as(a!, 'int32'), store_as(b!, 'int32')), type)
  })
}

/** In two steps, because the product of one step may exceed what a float holds exactly. */
function shifted_left(a: Tensor, by: Tensor): Tensor {
  const first = store_as(binary('FloorDiv', by, int_scalar(2)), 'int32')
  const second = binary('Sub', by, first)
  return binary('Multiply', binary('Multiply', a, powers_of_two(first)), powers_of_two(second))
}

function shifted_right(a: Tensor, by: Tensor): Tensor {
  const most = binary('Minimum', by, int_scalar(30))
  const result = store_as(binary('FloorDiv', a, powers_of_two(most)), 'int32')
  const sign = unary('Neg', store_as(binary('Less', a, int_scalar(0)), 'int32'))
  return choose(binary('Greater', by, int_scalar(30)), sign, result)
}

/** Source: keras.ops.bitwise_left_shift. */
export const bitwise_left_shift = /*#__PURE__*/ shift_op('BitwiseLeftShift', shifted_left)
/** Source: keras.ops.left_shift. */
export const left_shift = /*#__PURE__*/ shift_op('LeftShift', shifted_left)
/** The sign is kept. Source: keras.ops.bitwise_right_shift. */
export const bitwise_right_shift = /*#__PURE__*/ shift_op('BitwiseRightShift', shifted_right)
/** The sign is kept. Source: keras.ops.right_shift. */
export const right_shift = /*#__PURE__*/ shift_op('RightShift', shifted_right)
