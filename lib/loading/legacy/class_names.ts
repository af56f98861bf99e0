/** Names that classes had in tf.keras or Keras 1, with what they are called now. */
const renamed: ReadonlyMap<string, string> = new Map([
  ['BatchNormalizationV1', 'BatchNormalization'],
  ['BatchNormalizationV2', 'BatchNormalization'],
  ['SyncBatchNormalization', 'BatchNormalization'],
  ['CuDNNLSTM', 'LSTM'],
  ['LSTMV1', 'LSTM'],
  ['LSTMV2', 'LSTM'],
  ['LSTMCellV2', 'LSTMCell'],
  ['CuDNNGRU', 'GRU'],
  ['GRUV1', 'GRU'],
  ['GRUV2', 'GRU'],
  ['GRUCellV2', 'GRUCell'],
  ['ThresholdedReLU', 'ReLU'],
  ['Model', 'Functional'],
  ['OrthogonalInitializer', 'Orthogonal'],
  ['Policy', 'DTypePolicy'],
  ['PolicyV1', 'DTypePolicy'],
])

const initializers =
  /^(Zeros|Ones|Constant|RandomNormal|RandomUniform|TruncatedNormal|VarianceScaling|Orthogonal|Identity|GlorotUniform|GlorotNormal|HeNormal|HeUniform|LecunNormal|LecunUniform)V[12]$/

/** What a class of an old file is called now. */
export function present_name(class_name: string): string {
  return renamed.get(class_name) ?? initializers.exec(class_name)?.[1] ?? class_name
}
