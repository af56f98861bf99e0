export {
  beta,
  binomial,
  categorical,
  dropout,
  gamma,
  normal,
  randint,
  type Seed,
  shuffle,
  truncated_normal,
  uniform,
} from '../random/random'
export { SeedGenerator } from '../variables/seed_generator'
