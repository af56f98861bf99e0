import { fixture, outcome, whole } from './hdf5_files'
import { changed_structure } from './hdf5_structures'

const none = 'ffffffffffffffff'

describe('a structure of an HDF5 file with one wrong number', () => {
  test.each([
    ['types_new.h5', '\x89HDF', 8, '04', 'format hdf5-structure'],
    ['types_new.h5', '\x89HDF', 9, '05', 'format hdf5-structure'],
    ['types_new.h5', '\x89HDF', 12, '0100000000000000', 'format hdf5-structure'],
    ['types_new.h5', '\x89HDF', 20, '3000000000000000', 'unsupported hdf5-forbidden-feature'],
    ['types_new.h5', '\x89HDF', 28, none, 'format hdf5-bounds'],
    ['types_new.h5', '\x89HDF', 36, none, 'format hdf5-bounds'],
    ['types_old.h5', '\x89HDF', 16, '0000', 'format hdf5-structure'],
    ['types_old.h5', '\x89HDF', 48, '0000000000000000', 'unsupported hdf5-forbidden-feature'],
    ['types_old.h5', '\x89HDF', 72, '02', 'format hdf5-structure'],
    ['types_old.h5', '\x89HDF', 80, '10', 'format hdf5-structure'],
    ['types_new.h5', 'OHDR', 4, '03', 'format hdf5-structure'],
    ['types_new.h5', 'OHDR', 5, 'c0', 'format hdf5-structure'],
    ['strings_new.h5', 'GCOL', 4, '02', 'format hdf5-structure'],
    ['strings_new.h5', 'GCOL', 16, '0900', 'format hdf5-structure'],
    ['strings_new.h5', 'GCOL', 24, '0000000000000001', 'format hdf5-bounds'],
    ['strings_new.h5', 'GCOL', 32, 'ff', 'format hdf5-structure'],
    ['groups_old.h5', 'HEAP', 4, '01', 'format hdf5-structure'],
    ['groups_old.h5', 'HEAP', 16, '0000000000000100', 'format hdf5-structure'],
    ['groups_old.h5', 'TREE', 4, '01', 'format hdf5-structure'],
    ['groups_old.h5', 'TREE', 5, '28', 'format hdf5-structure'],
    ['groups_old.h5', 'TREE', 24, '7800', 'format hdf5-structure'],
    ['groups_old.h5', 'SNOD', 24, '03', 'format hdf5-structure'],
    ['groups_old.h5', 'SNOD', 24, '02', 'unsafe hdf5-forbidden-feature'],
    ['groups_new.h5', 'FRHP', 4, '01', 'format hdf5-structure'],
    ['groups_new.h5', 'FRHP', 7, '0100', 'unsupported hdf5-forbidden-feature'],
    ['groups_new.h5', 'FRHP', 110, '0300', 'format hdf5-structure'],
    ['groups_new.h5', 'FRHP', 128, '0000', 'format hdf5-structure'],
    ['groups_new.h5', 'FRHP', 132, none, 'format hdf5-structure'],
    ['groups_new.h5', 'FRHP', 140, '4100', 'format hdf5-structure'],
    ['groups_new.h5', 'FHIB', 5, '0000000000000000', 'format hdf5-structure'],
    ['groups_new.h5', 'FHDB', 4, '01', 'format hdf5-structure'],
    ['groups_new.h5', 'FHDB', 13, '01', 'format hdf5-structure'],
    ['groups_new.h5', 'FHDB', 40, 'ff', 'format hdf5-checksum'],
    ['groups_new.h5', 'BTHD', 5, '06', 'format hdf5-structure'],
    ['groups_new.h5', 'BTHD', 6, '0a000000', 'format hdf5-structure'],
    ['groups_new.h5', 'BTHD', 12, '2100', 'format hdf5-structure'],
    ['groups_new.h5', 'BTHD', 24, '0000', 'format hdf5-structure'],
    ['groups_new.h5', 'BTHD', 26, '01', 'format hdf5-structure'],
    ['groups_new.h5', 'BTLF', 5, '06', 'format hdf5-structure'],
    ['groups_new.h5', 'BTLF', 6, 'ffffffff', 'format hdf5-structure'],
    ['groups_new.h5', 'BTLF', 10, '40', 'format hdf5-structure'],
    ['groups_new.h5', 'BTLF', 10, '30', 'format hdf5-structure'],
    ['groups_new.h5', 'BTLF', 10, '10', 'format hdf5-bounds'],
    ['groups_new.h5', 'BTIN', 4, '01', 'format hdf5-structure'],
    ['chunks_new.h5', 'FAHD', 5, '00', 'format hdf5-structure'],
    ['chunks_new.h5', 'FAHD', 6, '09', 'format hdf5-checksum'],
    ['chunks_new.h5', 'FAHD', 8, '01', 'format hdf5-structure'],
    ['chunks_new.h5', 'FADB', 6, '0000', 'format hdf5-structure'],
    ['chunks_new.h5', 'FADB', 14, none, 'format hdf5-size'],
    ['chunks_new.h5', 'EAHD', 6, '09', 'format hdf5-checksum'],
    ['chunks_new.h5', 'EAHD', 7, '00', 'format hdf5-structure'],
    ['chunks_new.h5', 'EAHD', 10, '03', 'format hdf5-structure'],
    ['chunks_new.h5', 'EAHD', 44, '0000', 'format hdf5-size'],
    ['chunks_new.h5', 'EAIB', 6, '0000', 'format hdf5-structure'],
    ['chunks_new.h5', 'EAIB', 14, none, 'format hdf5-size'],
    ['many_chunks_new.h5', 'EASB', 4, '01', 'format hdf5-structure'],
    ['many_chunks_new.h5', 'EADB', 5, '01', 'format hdf5-structure'],
  ])('%s, %s, byte %d = %s: %s', (name, signature, at, hexadecimal, answer) => {
    expect(outcome(() => whole(changed_structure(fixture(`hdf5/${name}`), signature, at, hexadecimal)))).toBe(answer)
  })

  test.each(['OHDR', 'FRHP', 'FHIB', 'BTHD', 'BTLF', 'BTIN', 'FAHD', 'FADB', 'EAHD', 'EAIB', 'EADB'])(
    'is found by the checksum of %s',
    (signature) => {
      const name = /^[FE]A/.test(signature) ? 'chunks_new.h5' : 'groups_new.h5'
      expect(outcome(() => whole(changed_structure(fixture(`hdf5/${name}`), signature, 10, '5a', false)))).toBe(
        'format hdf5-checksum',
      )
    },
  )
})
