import { check_hdf5 } from '../../lib/formats/hdf5/check'
import { read_hdf5 } from '../../lib/formats/hdf5/read'
import { Budget } from '../../lib/formats/limits'
import { dump_hdf5 } from '../../scripts/hdf5_dump'
import { fixture, outcome, whole } from './hdf5_files'
import { mutations } from './mutations'

const small = ['hdf5/refused_wrong_mark_old.h5', 'hdf5/strings_old.h5', 'hdf5/chunks_2018.h5']
/** Files, and how many changed ones are made of each. */
const changed: [string, number][] = [
  ['hdf5/types_old.h5', 250],
  ['hdf5/types_new.h5', 250],
  ['hdf5/strings_old.h5', 300],
  ['hdf5/groups_new.h5', 250],
  ['hdf5/attributes_old.h5', 250],
  ['hdf5/chunks_2018.h5', 60],
  ['hdf5/odd_sizes_old.h5', 300],
  ['hostile/h_base.weights.h5', 500],
]

describe('an HDF5 file that is cut', () => {
  test.each(small)('%s is refused wherever it ends', (name) => {
    const bytes = fixture(name)
    const outcomes = new Set<string>()
    for (let length = 0; length < bytes.length; length++) outcomes.add(outcome(() => whole(bytes.subarray(0, length))))
    expect(outcomes).not.toContain('load')
  })
})

describe('an HDF5 file with changed bytes', () => {
  test.each(changed)('%s is read or refused with one class of error', (name, count) => {
    const bytes = fixture(name)
    let read = 0
    for (const copy of mutations(bytes, count)) {
      outcome(() => check_hdf5(read_hdf5(copy, new Budget())))
      if (dump_hdf5(copy).errors.length === 0) read++
    }
    expect(read).toBeGreaterThan(0)
  })
})
