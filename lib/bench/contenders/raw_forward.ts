import * as tf from '@tensorflow/tfjs-core'

/** Takes weights one after the other. */
export type Take = <T extends tf.Tensor = tf.Tensor>() => T

/** From inputs to logits, with the weights in the order of the layers. */
export type Forward = (x: tf.Tensor, take: Take, training: boolean) => tf.Tensor

/** `activation(rows @ kernel + bias)`. */
export function dense(x: tf.Tensor, take: Take, activation: 'linear' | 'relu' = 'linear'): tf.Tensor {
  return tf.fused.matMul({ a: x as tf.Tensor2D, b: take<tf.Tensor2D>(), bias: take(), activation })
}

export function mlp(x: tf.Tensor, take: Take): tf.Tensor {
  return dense(dense(dense(x, take, 'relu'), take, 'relu'), take)
}

export function cnn(x: tf.Tensor, take: Take): tf.Tensor {
  const block = (images: tf.Tensor): tf.Tensor => {
    const [filter, bias] = [take<tf.Tensor4D>(), take()]
    const y = tf.fused.conv2d({ x: images as tf.Tensor4D, filter, strides: 1, pad: 'valid', bias, activation: 'relu' })
    return tf.maxPool(y, 2, 2, 'valid')
  }
  const features = block(block(x))
  return dense(dense(tf.reshape(features, [x.shape[0]!, -1]), take, 'relu'), take)
}

/** Batch normalization; in training with the moments of the batch, which move the averages. */
function batch_norm(x: tf.Tensor, take: Take, training: boolean): tf.Tensor {
  const [gamma, beta] = [take(), take()]
  const [mean, variance] = [take<tf.Variable>(), take<tf.Variable>()]
  if (!training) return tf.batchNorm(x, mean, variance, beta, gamma, 1e-3)
  const moments = tf.moments(x, [0, 1, 2])
  for (const [average, value] of [
    [mean, moments.mean],
    [variance, moments.variance],
  ] as const) {
    tf.tidy(() => average.assign(tf.add(tf.mul(average, 0.99), tf.mul(value, 0.01))))
  }
  return tf.batchNorm(x, moments.mean as tf.Tensor1D, moments.variance as tf.Tensor1D, beta, gamma, 1e-3)
}

export function mobilenet(blocks: readonly [number, number][]): Forward {
  return (x, take, training) => {
    const normalized = (y: tf.Tensor): tf.Tensor => tf.relu6(batch_norm(y, take, training))
    const convolution = (y: tf.Tensor, stride: number): tf.Tensor =>
      tf.conv2d(y as tf.Tensor4D, take<tf.Tensor4D>(), stride, 'same')
    let y = normalized(convolution(x, 2))
    for (const [, stride] of blocks) {
      const images = (
        stride === 2
          ? tf.pad(y, [
              [0, 0],
              [0, 1],
              [0, 1],
              [0, 0],
            ])
          : y
      ) as tf.Tensor4D
      y = normalized(tf.depthwiseConv2d(images, take<tf.Tensor4D>(), stride, stride === 2 ? 'valid' : 'same'))
      y = normalized(convolution(y, 1))
    }
    return dense(tf.mean(y, [1, 2]), take)
  }
}

/** One LSTM, its input multiplied by the kernel for all steps at once. Gates: input, forget, candidate, output. */
export function lstm(x: tf.Tensor, take: Take): tf.Tensor {
  const [kernel, recurrent, bias] = [take<tf.Tensor2D>(), take<tf.Tensor2D>(), take()]
  const [batch, steps, features] = x.shape as [number, number, number]
  const units = recurrent.shape[0]
  const rows = tf.reshape(tf.transpose(x, [1, 0, 2]), [steps * batch, features]) as tf.Tensor2D
  const projected = tf.split(tf.fused.matMul({ a: rows, b: kernel, bias }), steps)
  let h: tf.Tensor = tf.zeros([batch, units])
  let c: tf.Tensor = tf.zeros([batch, units])
  for (const step of projected) {
    const [i, f, g, o] = tf.split(tf.add(step, tf.matMul(h as tf.Tensor2D, recurrent)), 4, 1) as [
      tf.Tensor,
      tf.Tensor,
      tf.Tensor,
      tf.Tensor,
    ]
    c = tf.add(tf.mul(tf.sigmoid(f), c), tf.mul(tf.sigmoid(i), tf.tanh(g)))
    h = tf.mul(tf.sigmoid(o), tf.tanh(c))
  }
  return dense(h, take)
}

function layer_norm(x: tf.Tensor, take: Take): tf.Tensor {
  const [gamma, beta] = [take(), take()]
  const { mean, variance } = tf.moments(x, -1, true)
  return tf.add(tf.mul(tf.sub(x, mean), tf.mul(gamma, tf.rsqrt(tf.add(variance, 1e-3)))), beta)
}

export function transformer(x: tf.Tensor, take: Take): tf.Tensor {
  const [batch, steps, width] = x.shape as [number, number, number]
  const rows = tf.reshape(x, [batch * steps, width])
  const flat = (weight: tf.Tensor, columns: number): tf.Tensor2D => tf.reshape(weight, [-1, columns])
  const heads = (): tf.Tensor => {
    const projected = tf.fused.matMul({ a: rows as tf.Tensor2D, b: flat(take(), 64), bias: tf.reshape(take(), [64]) })
    return tf.transpose(tf.reshape(projected, [batch, steps, 4, 16]), [0, 2, 1, 3])
  }
  const [query, key, value] = [heads(), heads(), heads()]
  const scores = tf.softmax(tf.matMul(tf.mul(query, 0.25), key, false, true))
  const mixed = tf.reshape(tf.transpose(tf.matMul(scores, value), [0, 2, 1, 3]), [batch * steps, 64]) as tf.Tensor2D
  const attended = tf.fused.matMul({ a: mixed, b: flat(take(), width), bias: take() })
  const first = layer_norm(tf.add(rows, attended), take)
  const second = layer_norm(tf.add(first, dense(dense(first, take, 'relu'), take)), take)
  return dense(tf.mean(tf.reshape(second, [batch, steps, width]), 1), take)
}
