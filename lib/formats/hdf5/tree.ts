/**
 * Names of element types. `opaque2` are two bytes without a meaning (what legacy files hold for bfloat16), `bfloat16` the same with Keras's `dtype` attribute.
 * `empty` is a dataset or attribute of the null dataspace: its shape is `[]`, its values are an empty list.
 */
export type Hdf5Dtype =
  | 'float16'
  | 'bfloat16'
  | 'opaque2'
  | 'float32'
  | 'float64'
  | 'int8'
  | 'int16'
  | 'int32'
  | 'int64'
  | 'uint8'
  | 'uint16'
  | 'uint32'
  | 'uint64'
  | 'bool'
  | 'string'
  | 'empty'

/** Values in the machine's own byte order. float16, bfloat16 and opaque2 are their 16 bits; bool is 0 or 1 in bytes. */
export type Hdf5Values =
  | Float32Array
  | Float64Array
  | Int8Array
  | Int16Array
  | Int32Array
  | BigInt64Array
  | Uint8Array
  | Uint16Array
  | Uint32Array
  | BigUint64Array
  | string[]

/** The value of an attribute: `shape` `[]` is a scalar. */
export interface Hdf5Attribute {
  dtype: Hdf5Dtype
  shape: number[]
  values: Hdf5Values
}

/** An array in a file. Nothing of its values is read before `read`. */
export interface Hdf5Dataset {
  readonly kind: 'dataset'
  /** From the root, beginning with `/`. */
  readonly path: string
  readonly dtype: Hdf5Dtype
  readonly shape: readonly number[]
  readonly attributes: ReadonlyMap<string, Hdf5Attribute>
  /** The values in row-major order; a view of the file's bytes where alignment permits: do not write into it. */
  read(): Hdf5Values
}

/** A folder in a file. Links are hard links to groups and datasets, nothing else. */
export interface Hdf5Group {
  readonly kind: 'group'
  readonly path: string
  readonly attributes: ReadonlyMap<string, Hdf5Attribute>
  /** Names of the members in byte order. */
  keys(): string[]
  /** The member of this name, without interpreting `/`. */
  get(name: string): Hdf5Group | Hdf5Dataset | undefined
}

/** What a file is to hold. */
export interface Hdf5GroupToWrite {
  kind: 'group'
  attributes?: ReadonlyMap<string, Hdf5AttributeToWrite>
  members: ReadonlyMap<string, Hdf5GroupToWrite | Hdf5DatasetToWrite>
}

/** `fixed` writes strings at one length, as h5py does for bytes; else they are vlen UTF-8. */
export interface Hdf5AttributeToWrite extends Hdf5Attribute {
  fixed?: boolean
}

export interface Hdf5DatasetToWrite {
  kind: 'dataset'
  dtype: Hdf5Dtype
  shape: readonly number[]
  attributes?: ReadonlyMap<string, Hdf5AttributeToWrite>
  /** Called once, while the file is written; as many elements as `shape` says. */
  values: () => Hdf5Values
}

/** A file whose size is known before it is written. */
export interface Hdf5File {
  byte_length: number
  /** Writes the file at the start of `target`, which has `byte_length` bytes. */
  write_into(target: Uint8Array): void
}
