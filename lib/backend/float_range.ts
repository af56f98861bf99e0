import { engine } from './engine'

/** Whether the backend in use holds floats as half floats, as WebGL does on some phones: nothing beyond 65504, three digits. */
export function holds_half_floats(): boolean {
  const { backendName, ENV } = engine()
  return backendName === 'webgl' && !ENV.getBool('WEBGL_RENDER_FLOAT32_ENABLED')
}
