export { Functional } from './model'
