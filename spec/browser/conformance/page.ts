import '@tensorflow/tfjs-backend-webgpu'
import { env } from '@tensorflow/tfjs-core'
import { ready, set_backend } from '../../../lib/backend/choose'
import { engine } from '../../../lib/backend/engine'
import { register_gradients } from '../../../lib/backend/gradients'
import type { Case } from '../../conformance/case'
import { run_case } from '../../conformance/runner'
import { hush } from '../../conformance/start'
import type { Adjustments } from './tolerance'
import { adjusted } from './tolerance'

/** How a case came out, by its id. */
export interface PageOutcome {
  id: string
  status: 'passed' | 'failed' | 'pending'
  reason?: string
}

/** What the test calls in the page. */
export interface ConformancePage {
  start(backend: string, flags?: Record<string, boolean | number>): Promise<void>
  run(cases: Case[], adjustments: Adjustments): Promise<PageOutcome[]>
}

let device_errors: string[] = []

const page: ConformancePage = {
  async start(backend, flags = {}) {
    hush()
    if (backend === 'webgl') await import('@tensorflow/tfjs-backend-webgl')
    for (const [flag, value] of Object.entries(flags)) env().set(flag, value)
    await set_backend(backend, { wasm_paths: '/wasm/' })
    await ready()
    register_gradients()
    const { device } = engine().backendInstance as unknown as { device?: EventTarget }
    device?.addEventListener('uncapturederror', (event) => {
      device_errors.push((event as unknown as { error: Error }).error.message)
    })
  },

  async run(cases, adjustments) {
    const outcomes: PageOutcome[] = []
    for (const c of cases) {
      device_errors = []
      const outcome = await run_case(adjusted(c, adjustments))
      const reason = outcome.status === 'failed' ? outcome.reason : device_errors[0]
      outcomes.push(reason === undefined ? { id: c.id, status: outcome.status } : { id: c.id, status: 'failed', reason })
    }
    return outcomes
  },
}

Object.assign(globalThis, { conformance: page, outcome: true })
