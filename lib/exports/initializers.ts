export { Constant, type ConstantConfig, Identity, type IdentityConfig, Ones, Zeros } from '../initializers/constant_initializers'
export { deserialize, get, type InitializerLike, serialize } from '../initializers/get'
export { Initializer } from '../initializers/initializer'
export { Orthogonal, type OrthogonalConfig } from '../initializers/orthogonal'
export {
  GlorotNormal,
  GlorotUniform,
  HeNormal,
  HeUniform,
  LecunNormal,
  LecunUniform,
  RandomNormal,
  type RandomNormalConfig,
  RandomUniform,
  type RandomUniformConfig,
  TruncatedNormal,
  VarianceScaling,
  type VarianceScalingConfig,
} from '../initializers/random_initializers'
export { STFT, type STFTConfig } from '../initializers/stft'
