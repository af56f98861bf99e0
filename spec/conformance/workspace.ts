import { Tensor } from '@tensorflow/tfjs-core'
import { flatten } from '../../lib/common/tree'
import { deserialize_keras_object } from '../../lib/loading/deserialize'
import { float } from '../../lib/ops/promotion'
import type { Case } from './case'
import type { Tolerance } from './compare'
import { Decoder } from './values'

interface Disposable {
  dispose?(): void
}

/** Only ops tell a float without a fraction from an integer; error cases may ask for the difference. */
function tells_floats(c: Case): boolean {
  return c.marked === true || (typeof c.name === 'string' && c.name.startsWith('keras.ops.'))
}

/** What one case makes, so that all of it can be freed at its end. */
export class Workspace {
  readonly tolerance: Tolerance
  private readonly decoder: Decoder
  private readonly made: unknown[] = []
  private readonly objects: Disposable[] = []

  constructor(c: Case) {
    this.tolerance = { atol: c.atol ?? 1e-5, rtol: c.rtol ?? 1e-5, values: c.deterministic !== false }
    this.decoder = new Decoder({ revive: (object) => this.revive(object), ...(tells_floats(c) ? { float } : {}) })
  }

  /** The library's value of a recorded value. */
  decode(value: unknown): any {
    return this.decoder.decode(value)
  }

  /** The object of a serialised form. */
  revive(form: unknown): any {
    return this.hold(deserialize_keras_object(form))
  }

  /** Frees an object at the end of the case. */
  hold<T>(object: T): T {
    if (typeof (object as Disposable | null)?.dispose === 'function') this.objects.push(object as Disposable)
    return object
  }

  /** Frees the tensors of a result at the end of the case. */
  own<T>(result: T): T {
    this.made.push(result)
    return result
  }

  dispose(): void {
    for (const leaf of flatten(this.made.splice(0))) if (leaf instanceof Tensor) leaf.dispose()
    for (const object of this.objects.splice(0).reverse()) object.dispose!()
    this.decoder.dispose()
  }
}
