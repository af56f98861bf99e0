import { ValueError } from '../../common/errors'
import { repr } from '../../common/text'

export interface CudnnConfig {
  /** There is no cuDNN here: `auto` (default) and false are the same. */
  use_cudnn?: boolean | 'auto'
}

/** @throws ValueError */
export function check_use_cudnn(use_cudnn: unknown): void {
  if (use_cudnn === 'auto' || use_cudnn === false) return
  if (use_cudnn === true)
    throw new ValueError(
      "use_cudnn=True was specified, but cuDNN is not supported with this backend. Pass use_cudnn='auto'. Received: use_cudnn=True",
    )
  throw new ValueError(
    `Invalid value received for argument \`use_cudnn\`. Expected one of {'auto', True, False}. Received: use_cudnn=${repr(use_cudnn)}`,
  )
}
