import { tidy, zeros } from '@tensorflow/tfjs-core'
import { set_backend } from '../lib/backend/choose'
import { register_gradients } from '../lib/backend/gradients'

beforeAll(async () => {
  await set_backend((process.env.KERAS_TFJS_BACKEND ?? 'cpu') as Parameters<typeof set_backend>[0])
  register_gradients()
  tidy(() => void zeros([1]).dataSync())
})
