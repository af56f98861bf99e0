import { get_registered_object } from '../../common/registry'
import { find_class } from '../class_table'

const package_of_keras2 = 'Custom>'

/** The name of an optimizer without the package that Keras 2 gives to its own; other names as they are. */
export function name_without_package(class_name: string): string {
  if (!class_name.startsWith(package_of_keras2) || get_registered_object(class_name) !== null) return class_name
  const bare = class_name.slice(package_of_keras2.length)
  return find_class('keras.optimizers', bare) === undefined ? class_name : bare
}
