export {
  assert_same_structure,
  flatten,
  flatten_with_path,
  is_nested,
  lists_to_tuples,
  map_shape_structure,
  map_structure,
  pack_sequence_as,
  traverse,
} from '../common/tree'
