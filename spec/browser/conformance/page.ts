import '@tensorflow/tfjs-backend-webgpu'
import { ready, set_backend } from '../../../lib/backend/choose'
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
  start(backend: string): Promise<void>
  run(cases: Case[], adjustments: Adjustments): Promise<PageOutcome[]>
}

const page: ConformancePage = {
  async start(backend) {
    hush()
    await set_backend(backend, { wasm_paths: '/wasm/' })
    await ready()
    register_gradients()
  },

  async run(cases, adjustments) {
    const outcomes: PageOutcome[] = []
    for (const c of cases) {
      const outcome = await run_case(adjusted(c, adjustments))
      outcomes.push({ id: c.id, status: outcome.status, ...(outcome.status === 'failed' && { reason: outcome.reason }) })
    }
    return outcomes
  },
}

Object.assign(globalThis, { conformance: page, outcome: true })
