export { deserialize, get, type RegularizerLike, serialize } from '../regularizers/get'
export { L1, L1L2, L2, OrthogonalRegularizer, Regularizer } from '../regularizers/regularizers'
