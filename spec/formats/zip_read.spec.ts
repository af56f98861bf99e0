import { deflateRawSync } from 'node:zlib'
import { Budget } from '../../lib/formats/limits'
import { read_zip } from '../../lib/formats/zip/read'
import { write_zip } from '../../lib/formats/zip/write'
import { archive, type Ending, type Entry, fields, join, outcome, text_bytes } from './archive'

const hello = text_bytes('hello')
const hello_crc = 0x3610a686

function open(entries: Entry[], ending: Ending = {}): string {
  return outcome(() => {
    const zip = read_zip(archive(entries, ending), new Budget())
    for (const name of zip.names()) zip.read(name)
  })
}

const one = (entry: Partial<Entry>, ending: Ending = {}): string => open([{ name: 'a', data: hello, ...entry }], ending)

describe('read_zip', () => {
  test('lists and reads stored and deflated members', () => {
    const zeros = new Uint8Array(100_000)
    const bytes = archive([
      { name: 'b', data: hello },
      { name: 'a/c', data: zeros, stored: deflateRawSync(zeros), method: 8 },
      { name: 'empty' },
      { name: 'folder/', attributes: 0o040755 * 2 ** 16 + 16 },
    ])
    const zip = read_zip(bytes, new Budget())
    expect(zip.names()).toEqual(['b', 'a/c', 'empty'])
    expect(zip.has('b')).toBe(true)
    expect(zip.has('folder/')).toBe(false)
    expect(zip.byte_length('a/c')).toBe(100_000)
    expect(zip.read('b')).toEqual(hello)
    expect(zip.read('a/c')).toEqual(zeros)
    expect(zip.read('empty')).toHaveLength(0)
    expect(outcome(() => zip.read('toString'))).toBe('format missing-member')
    expect(outcome(() => zip.byte_length('__proto__'))).toBe('format missing-member')
  })

  test('reads a stored member as a view of the archive', () => {
    const bytes = archive([{ name: 'a', data: hello }])
    expect(read_zip(bytes, new Budget()).read('a').buffer).toBe(bytes.buffer)
  })

  test('reads an archive that begins inside a larger buffer', () => {
    const bytes = archive([{ name: 'a', data: hello }])
    const larger = new Uint8Array(bytes.length + 9)
    larger.set(bytes, 5)
    expect(read_zip(larger.subarray(5, 5 + bytes.length), new Budget()).read('a')).toEqual(hello)
  })

  test('copies the bytes of shared memory', () => {
    const bytes = archive([{ name: 'a', data: hello }])
    const shared = new Uint8Array(new SharedArrayBuffer(bytes.length))
    shared.set(bytes)
    const zip = read_zip(shared, new Budget())
    shared.fill(0)
    expect(zip.read('a')).toEqual(hello)
  })

  test('reads an empty archive, a comment, and UTF-8 names', () => {
    expect(read_zip(archive([]), new Budget()).names()).toEqual([])
    expect(one({}, { comment: text_bytes('made by hand') })).toBe('load')
    expect(one({ name: 'ä', flags: 0x800 })).toBe('load')
  })

  const descriptor = (...widths: [number, number][]): Uint8Array => fields(...widths)
  test.each<[string, Uint8Array]>([
    ['32 bits without a signature', descriptor([4, hello_crc], [4, 5], [4, 5])],
    ['32 bits with a signature', descriptor([4, 0x08074b50], [4, hello_crc], [4, 5], [4, 5])],
    ['64 bits without a signature', descriptor([4, hello_crc], [8, 5], [8, 5])],
    ['64 bits with a signature', descriptor([4, 0x08074b50], [4, hello_crc], [8, 5], [8, 5])],
  ])('reads a member whose sizes follow it in %s', (_, bytes) => {
    const local = { crc: 0, size: 0, stored_size: 0 }
    expect(one({ flags: 8, descriptor: bytes, local })).toBe('load')
    expect(one({ flags: 8, descriptor: bytes.map((byte, i) => (i === bytes.length - 12 ? 9 : byte)), local })).toBe(
      'format zip-mismatch',
    )
  })

  test.each<[string, string, Partial<Entry>, Ending?]>([
    ['a wrong checksum', 'format zip-crc', { crc: 1 }],
    ['another local name', 'format zip-mismatch', { local: { name: 'b' } }],
    ['another local method', 'format zip-mismatch', { local: { method: 8 } }],
    ['another local checksum', 'format zip-mismatch', { local: { crc: 1 } }],
    ['another local size', 'format zip-mismatch', { local: { size: 4 } }],
    ['another stored local size', 'format zip-mismatch', { local: { stored_size: 4 } }],
    ['local sizes of zero without a descriptor', 'format zip-mismatch', { local: { size: 0, stored_size: 0 } }],
    ['another local flag', 'format zip-mismatch', { local: { flags: 0x800 } }],
    ['a descriptor of odd length', 'format zip-mismatch', { flags: 8, descriptor: new Uint8Array(13) }],
    ['a missing descriptor', 'format zip-mismatch', { flags: 8 }],
    ['two sizes of a stored member', 'format zip-size', { size: 6 }],
    ['encryption', 'unsupported zip-unsupported', { flags: 1 }],
    ['strong encryption', 'unsupported zip-unsupported', { flags: 0x41 }],
    ['masked headers', 'unsupported zip-unsupported', { flags: 0x2000 }],
    ['patch data', 'unsupported zip-unsupported', { flags: 0x20 }],
    ['method bzip2', 'unsupported zip-unsupported', { method: 12 }],
    ['method zstd', 'unsupported zip-unsupported', { method: 93 }],
    ['method AES', 'unsupported zip-unsupported', { method: 99 }],
    ['a symbolic link', 'unsafe zip-unsupported', { attributes: 0o120777 * 2 ** 16 }],
    ['a device', 'unsafe zip-unsupported', { attributes: 0o020666 * 2 ** 16 }],
    ['a file that says it is a folder', 'unsafe zip-unsupported', { attributes: 0o040755 * 2 ** 16 }],
    ['a folder with content', 'format zip-structure', { name: 'a/', attributes: 0 }],
    ['bytes behind a member', 'format zip-structure', { descriptor: new Uint8Array(16) }],
    ['an offset into the directory', 'format zip-structure', { offset: 40 }],
    ['an offset outside of the file', 'format zip-structure', { offset: 4_000_000_000 }],
    ['an extra field that is too long', 'format zip-structure', { size: 0xffffffff, extra: fields([2, 1], [2, 40]), method: 8 }],
    ['zip64 sizes that are missing', 'format zip-structure', { size: 0xffffffff, method: 8 }],
    ['a second name', 'format zip-mismatch', { extra: fields([2, 0x7075], [2, 6], [1, 1], [4, 0], [1, 98]) }],
    ['a count that is too low', 'format zip-structure', {}, { count: 0 }],
    ['a count that is too high', 'format zip-structure', {}, { count: 2 }],
    ['a directory size that lies', 'format zip-structure', {}, { size: 10 }],
    ['a directory offset that lies', 'format zip-structure', {}, { offset: 10 }],
    ['an end record in the comment', 'format zip-structure', {}, { comment: fields([4, 0x06054b50], [8, 0], [8, 0], [2, 0]) }],
    ['an end signature in the comment', 'format zip-structure', {}, { comment: fields([4, 0x06054b50], [8, 0], [8, 0], [2, 7]) }],
    ['bytes between directory and end', 'format zip-structure', {}, { before: new Uint8Array(3) }],
    ['a zip64 locator to nowhere', 'format zip-structure', {}, { before: fields([4, 0x07064b50], [4, 0], [8, 3], [4, 1]) }],
    [
      'a zip64 locator out of the file',
      'format zip-structure',
      {},
      { before: fields([4, 0x07064b50], [4, 0], [8, 1n << 60n], [4, 1]) },
    ],
  ])('refuses %s', (_, answer, entry, ending = {}) => {
    expect(one(entry, ending)).toBe(answer)
  })

  test.each([
    ['', 'format zip-name'],
    ['../x', 'format zip-name'],
    ['a/../x', 'format zip-name'],
    ['./config.json', 'format zip-name'],
    ['/etc/passwd', 'format zip-name'],
    ['a//b', 'format zip-name'],
    ['C:x', 'format zip-name'],
    ['assets\\x', 'format zip-name'],
    ['config.json\0.txt', 'format zip-name'],
    ['/', 'format zip-name'],
    ['..', 'format zip-name'],
    ['ä', 'unsupported zip-name'],
    ['x'.repeat(4097), 'limit zip-name'],
  ])('refuses the name %j', (name, answer) => {
    expect(one({ name })).toBe(answer)
  })

  test('refuses a name that is not UTF-8', () => {
    expect(one({ name: Uint8Array.of(0xc3, 0x28), flags: 0x800 })).toBe('format zip-name')
  })

  test.each([
    [['a', 'a']],
    [['config.json', 'CONFIG.JSON']],
    [['é', 'e\u0301']],
    [['a', 'a/b']],
    [['a/b', 'a']],
    [['a/b/c', 'A/B']],
    [['a', 'a/']],
  ])('refuses the names %j, which are one to some file system', (names) => {
    expect(open(names.map((name) => ({ name, flags: /[^ -~]/.test(name) ? 0x800 : 0, attributes: 0 })))).toBe(
      'format zip-duplicate',
    )
  })

  test('refuses members that share bytes', () => {
    expect(
      open([
        { name: 'a', data: hello },
        { name: 'b', data: hello, offset: 0 },
      ]),
    ).toBe('format zip-overlap')
    const inner = archive([{ name: 'b', data: hello }])
    const entries = [
      { name: 'a', data: inner },
      { name: 'b', data: hello, offset: 31 },
    ]
    expect(open(entries)).toBe('format zip-overlap')
  })

  test('refuses bytes before the first member and after the end', () => {
    const plain = archive([{ name: 'a', data: hello }])
    const moved = archive([{ name: 'a', data: hello, offset: 4 }], { offset: 40 })
    expect(outcome(() => read_zip(join(text_bytes('html'), moved), new Budget()))).toBe('format zip-structure')
    expect(outcome(() => read_zip(join(text_bytes('html'), plain), new Budget()))).toBe('format zip-structure')
    expect(outcome(() => read_zip(join(plain, text_bytes('html')), new Budget()))).toBe('format zip-structure')
  })

  test('refuses a deflated member that makes more or less than it says, is cut, or is none', () => {
    const data = new Uint8Array(50_000).map((_, i) => (i * i) >> 5)
    const stored = new Uint8Array(deflateRawSync(data))
    expect(one({ data, stored, method: 8 })).toBe('load')
    expect(one({ data, stored, method: 8, size: 49_999 })).toBe('format zip-size')
    expect(one({ data, stored, method: 8, size: 50_001 })).toBe('format zip-size')
    expect(one({ data, stored: stored.subarray(0, -4), method: 8 })).toBe('format zip-structure')
    expect(one({ data, stored: new Uint8Array(0), method: 8 })).toMatch(/^format zip-(structure|size)$/)
    expect(one({ data, stored: Uint8Array.of(7, 255, 255), method: 8 })).toBe('format zip-structure')
  })

  test('reads zip64 records, and refuses those that disagree or speak of disks', () => {
    const member = { name: 'a', byte_length: 5, write_into: (target: Uint8Array) => target.set(hello) }
    const plain = write_zip([member])
    const wide = write_zip([member], { force_zip64: true })
    const end = wide.length - 22
    const end64 = end - 76
    const patched = (at: number, value: number, bytes = wide): string => {
      const copy = bytes.slice()
      new DataView(copy.buffer).setUint32(at, value, true)
      return outcome(() => read_zip(copy, new Budget()).read('a'))
    }
    expect(patched(end + 4, 0)).toBe('load')
    expect(patched(end + 4, 0xffffffff)).toBe('load')
    expect(patched(end + 8, 0xffffffff)).toBe('load')
    expect(patched(end + 12, 0xffffffff)).toBe('load')
    expect(patched(end + 16, 0xffffffff)).toBe('load')
    expect(patched(end + 4, 1)).toBe('format zip-structure')
    expect(patched(end + 8, 0x20002)).toBe('format zip-structure')
    expect(patched(end64 + 24, 2)).toBe('format zip-structure')
    expect(patched(end64 + 40, 2)).toBe('format zip-structure')
    expect(patched(end64 + 4, 45)).toBe('format zip-structure')
    expect(patched(end64 + 16, 1)).toBe('unsupported zip-unsupported')
    expect(patched(end64 + 56 + 16, 2)).toBe('unsupported zip-unsupported')
    expect(patched(plain.length - 18, 1, plain)).toBe('unsupported zip-unsupported')
    expect(patched(plain.length - 14, 0x20001, plain)).toBe('unsupported zip-unsupported')
  })

  test('reads a member twice', () => {
    const zip = read_zip(archive([{ name: 'a', data: hello }]), new Budget())
    expect(zip.read('a')).toEqual(zip.read('a'))
  })

  test('refuses a member outside of the file, and a second name that is none', () => {
    expect(open([{ name: 'a' }, { name: 'b', offset: 4_000_000_000 }])).toBe('format zip-structure')
    expect(one({ extra: fields([2, 0x7075], [2, 3], [3, 0]) })).toBe('format zip-mismatch')
    const twice = fields([2, 1], [2, 8], [8, 5], [2, 1], [2, 8], [8, 5])
    expect(one({ size: 0xffffffff, extra: twice, method: 8 })).toBe('format zip-structure')
  })

  test('refuses what grows too much before it is inflated', () => {
    const stored = new Uint8Array(deflateRawSync(new Uint8Array(3_000_000)))
    expect(one({ stored, size: 3_000_000, crc: 0, method: 8 })).toBe('limit limit-exceeded')
    const bytes = archive([{ name: 'a', stored, size: 3_000_000, crc: 0, method: 8 }])
    expect(outcome(() => read_zip(bytes, new Budget({ expansion: 1100 })).read('a'))).toBe('format zip-crc')
    expect(outcome(() => read_zip(bytes, new Budget({ expansion: 1100, total_bytes: 2_999_999 })))).toBe('limit limit-exceeded')
  })

  test('refuses more members than the limit before it looks at them', () => {
    const entries = Array.from({ length: 5 }, (_, i) => ({ name: `${i}` }))
    expect(outcome(() => read_zip(archive(entries), new Budget({ members: 5 })))).toBe('load')
    expect(outcome(() => read_zip(archive(entries), new Budget({ members: 4 })))).toBe('limit limit-exceeded')
  })

  test('says the member and the place, with names escaped', () => {
    const bytes = archive([{ name: '<img onerror=x>', data: hello, crc: 1 }])
    expect(() => read_zip(bytes, new Budget()).read('<img onerror=x>')).toThrow('[zip-crc in \\u003cimg onerror=x\\u003e]')
  })
})
