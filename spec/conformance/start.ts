import { set_backend } from '../../lib/backend/choose'
import { register_gradients } from '../../lib/backend/gradients'

const expected = /looks like you are running TensorFlow.js in Node.js|is not available in TensorFlow.js|does not support masking/

/** Keeps warnings back that the arguments of cases cause. Gives what takes this back. */
export function hush(): () => void {
  const { warn } = console
  console.warn = (...messages: unknown[]): void => {
    if (!expected.test(String(messages[0]))) warn(...messages)
  }
  return () => {
    console.warn = warn
  }
}

/** Starts a backend with every gradient. */
export async function start(backend: string): Promise<void> {
  hush()
  await set_backend(backend as Parameters<typeof set_backend>[0])
  register_gradients()
}
