import { set_backend } from '../../lib/backend/choose'
import { register_gradients } from '../../lib/backend/gradients'

/** Starts a backend with every gradient, and keeps warnings about arguments of cases to themselves. */
export async function start(backend: string): Promise<void> {
  const warn = console.warn
  console.warn = (...messages: unknown[]): void => {
    if (!/looks like you are running TensorFlow.js in Node.js|is not available in TensorFlow.js/.test(String(messages[0])))
      warn(...messages)
  }
  await set_backend(backend as Parameters<typeof set_backend>[0])
  register_gradients()
}
