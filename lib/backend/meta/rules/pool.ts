import { backend_util } from '@tensorflow/tfjs-core'
import { for_all, type MetaInputs, type MetaOutput, type RuleTable } from '../rule'

function pooled(shape: number[], attrs: any): number[] {
  const { filterSize, strides, dilations, pad, dimRoundingMode } = attrs
  return backend_util.computePool2DInfo(shape as never, filterSize, strides, dilations ?? 1, pad, dimRoundingMode).outShape
}

function pool_2d({ x }: MetaInputs, attrs: any): MetaOutput {
  return { shape: pooled(x.shape, attrs), dtype: x.dtype }
}

function pool_3d({ x }: MetaInputs, attrs: any): MetaOutput {
  const { filterSize, strides, pad, dimRoundingMode, dataFormat } = attrs
  const info = backend_util.computePool3DInfo(x.shape as never, filterSize, strides, 1, pad, dimRoundingMode, dataFormat)
  return { shape: info.outShape, dtype: 'float32' }
}

function pool_with_argmax({ x }: MetaInputs, attrs: any): MetaOutput[] {
  const shape = pooled(x.shape, attrs)
  return [
    { shape, dtype: x.dtype },
    { shape, dtype: 'int32' },
  ]
}

function pool_gradient({ input }: MetaInputs): MetaOutput {
  return { shape: input.shape, dtype: 'float32' }
}

/** Pooling and its gradients. */
export function pool_rules(): RuleTable {
  return {
    ...for_all('AvgPool MaxPool', pool_2d),
    ...for_all('AvgPool3D MaxPool3D', pool_3d),
    ...for_all('AvgPoolGrad AvgPool3DGrad MaxPoolGrad MaxPool3DGrad', pool_gradient),
    MaxPoolWithArgmax: pool_with_argmax,
    Pool: ({ input }, attrs) => ({ shape: pooled(input.shape, attrs), dtype: input.dtype }),
  }
}
