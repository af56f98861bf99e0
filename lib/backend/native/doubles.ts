import type { Tensor, TensorInfo, TypedArray } from '@tensorflow/tfjs-core'
import { type Attribute, attributes_of, type Made, type NativeBackend } from './backend'

/** Numbers of TensorFlow's dtypes. */
const single = 1
export const double = 2
export const whole = 3
export const complex_double = 18
const complex_single = 8

interface Call {
  attrs?: Record<string, boolean>
  /** Attributes that name dtypes: double precision, when nothing else is said. */
  given?: Attribute[]
  outputs?: number
}

interface Written {
  write(values: TypedArray, shape: number[], dtype: 'float32' | 'int32'): object
  readSync(id: object): TypedArray
}

/** TensorFlow's ops in double precision for one kernel. What they make on the way is freed by `free`, what is given as a result is not. */
export class NativeDoubles {
  readonly #backend: NativeBackend
  readonly #made = new Set<number>()

  constructor(backend: NativeBackend) {
    this.#backend = backend
  }

  type(name: string, value: number): Attribute {
    return { name, type: this.#backend.binding.TF_ATTR_TYPE, value }
  }

  /** Runs an op. */
  run(op: string, ids: number[], { attrs = {}, given = [this.type('T', double)], outputs = 1 }: Call = {}): Made[] {
    const made = this.#backend.binding.executeOp(op, [...given, ...attributes_of(this.#backend, attrs)], ids, outputs)
    for (const { id } of made) this.#made.add(id)
    return made
  }

  #cast(id: number, from: number, to: number): Made {
    return this.run('Cast', [id], { attrs: { Truncate: false }, given: [this.type('SrcT', from), this.type('DstT', to)] })[0]
  }

  #create(values: TypedArray, shape: number[], dtype: number): number {
    const id = this.#backend.binding.createTensor(shape, dtype, values)
    this.#made.add(id)
    return id
  }

  /** The values of an input. */
  take(info: TensorInfo): number {
    return this.#cast(this.#backend.getInputTensorIds([info])[0], single, double).id
  }

  /** Values of JavaScript. */
  put_double(values: Float32Array, shape: number[]): number {
    return this.#cast(this.#create(values, shape, single), single, double).id
  }

  /** Transposed matrices. */
  transposed(id: number, rank: number): Made {
    const order = Int32Array.from({ length: rank }, (_, i) => (i < rank - 2 ? i : 2 * rank - 3 - i))
    const given = [this.type('T', double), this.type('Tperm', whole)]
    return this.run('Transpose', [id, this.#create(order, [rank], whole)], { given })[0]
  }

  /** The symmetric part of the matrices of an input. */
  symmetric(info: TensorInfo): number {
    const id = this.take(info)
    const twice = this.run('AddV2', [id, this.transposed(id, info.shape.length).id])[0].id
    return this.run('Mul', [twice, this.put_double(Float32Array.of(0.5), [])])[0].id
  }

  /** A result as a tensor, in single precision where it is not of integers. */
  give(made: Made): Tensor {
    const narrow = { [double]: single, [complex_double]: complex_single }[made.dtype]
    const result = narrow === undefined ? made : this.#cast(made.id, made.dtype, narrow)
    this.#made.delete(result.id)
    return this.#backend.createOutputTensor(result)
  }

  /** Values of JavaScript as a result. */
  put(values: Int32Array | Float32Array, shape: number[]): TensorInfo {
    const dtype = values instanceof Int32Array ? 'int32' : 'float32'
    return { dataId: (this.#backend as unknown as Written).write(values, shape, dtype), shape, dtype }
  }

  values_of({ dataId }: TensorInfo): TypedArray {
    return (this.#backend as unknown as Written).readSync(dataId)
  }

  values_of_made(made: Made): TypedArray {
    const tensor = this.give(made)
    const values = this.values_of(tensor).slice()
    tensor.dispose()
    return values
  }

  free(): void {
    for (const id of this.#made) this.#backend.binding.deleteTensor(id)
    this.#made.clear()
  }
}
