import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { Budget } from '../../lib/formats/limits'
import { crc32 } from '../../lib/formats/zip/crc32'
import { read_zip } from '../../lib/formats/zip/read'
import { write_zip, type ZipMember } from '../../lib/formats/zip/write'
import { text_bytes } from './archive'

function member(name: string, content: string | Uint8Array): ZipMember {
  const bytes = typeof content === 'string' ? text_bytes(content) : content
  return { name, byte_length: bytes.length, write_into: (target) => target.set(bytes) }
}

const date = new Date(2024, 1, 29, 12, 30, 58)

describe('crc32', () => {
  test.each([
    ['', 0],
    ['a', 0xe8b7be43],
    ['123456789', 0xcbf43926],
    ['The quick brown fox jumps over the lazy dog', 0x414fa339],
  ])('is known for %j', (text, expected) => {
    expect(crc32(text_bytes(text))).toBe(expected)
  })

  test('is the same whatever the offset in the buffer, and in pieces', () => {
    const bytes = new Uint8Array(1000).map((_, i) => (i * 7919) >> 3)
    expect(crc32(bytes)).toBe(0x3b4bbb4f)
    for (let shift = 1; shift < 20; shift++) {
      const moved = new Uint8Array(1000 + shift)
      moved.set(bytes, shift)
      expect(crc32(moved.subarray(shift))).toBe(crc32(bytes))
      expect(crc32(bytes.subarray(shift * 37), crc32(bytes.subarray(0, shift * 37)))).toBe(crc32(bytes))
    }
  })
})

describe('write_zip', () => {
  test("writes the bytes of Python's zipfile", () => {
    const bytes = write_zip([member('metadata.json', '{}'), member('assets/ä', 'hello')], { date })
    expect(Buffer.from(bytes).toString('hex')).toBe(
      '504b0304140000000000dd635d5843bfa6a302000000020000000d0000006d657461646174612e6a736f6e7b7d504b0304140000080000' +
        'dd635d5886a610360500000005000000090000006173736574732fc3a468656c6c6f504b01021403140000000000dd635d5843bfa6a302' +
        '000000020000000d00000000000000000000008001000000006d657461646174612e6a736f6e504b01021403140000080000dd635d5886' +
        'a61036050000000500000009000000000000000000000080012d0000006173736574732fc3a4504b050600000000020002007200000059' +
        '0000000000',
    )
  })

  test('writes members that read_zip reads back, with and without zip64', () => {
    const content = new Uint8Array(3000).map((_, i) => i)
    for (const force_zip64 of [false, true]) {
      const zip = read_zip(write_zip([member('b', content), member('a', ''), member('c/d', 'x')], { force_zip64 }), new Budget())
      expect(zip.names()).toEqual(['b', 'a', 'c/d'])
      expect(zip.read('b')).toEqual(content)
      expect(zip.read('a')).toHaveLength(0)
      expect(zip.read('c/d')).toEqual(text_bytes('x'))
    }
    expect(read_zip(write_zip([]), new Budget()).names()).toEqual([])
  })

  test('counts more than 65,535 members in a zip64 record', () => {
    const members = Array.from({ length: 65_536 }, (_, i) => member(`m${i}`, ''))
    expect(read_zip(write_zip(members), new Budget({ members: 70_000 })).names()).toHaveLength(65_536)
  })

  test('dates before 1980 are written as 1980', () => {
    const bytes = write_zip([member('a', '')], { date: new Date(1970, 5, 1) })
    expect(new DataView(bytes.buffer).getUint16(12, true) >> 9).toBe(0)
  })

  test.each(['', '/a', 'a/../b', 'a\\b', 'C:a', 'a//b'])('refuses the name %j', (name) => {
    expect(() => write_zip([member(name, '')])).toThrow('Members of a zip archive cannot have these names')
  })

  test('refuses a name twice and a size that is none', () => {
    expect(() => write_zip([member('a', ''), member('A', '')])).toThrow('cannot have these names')
    expect(() => write_zip([{ ...member('a', ''), byte_length: 1.5 }])).toThrow('Received: byte_length=1.5')
  })

  test("Python's zipfile reads what is written, where there is Python", () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'zip-'))
    try {
      for (const force_zip64 of [false, true]) {
        const bytes = write_zip([member('a', 'hello'), member('assets/ä.txt', 'x'.repeat(100)), member('empty', '')], {
          force_zip64,
        })
        writeFileSync(path.join(folder, 'a.zip'), bytes)
        const script =
          'import sys, zipfile; z = zipfile.ZipFile(sys.argv[1]); print(z.testzip(), ascii([(i.filename, i.file_size) for i in z.infolist()]))'
        let answer: string
        try {
          answer = execFileSync('python3', ['-c', script, path.join(folder, 'a.zip')], { encoding: 'utf8' })
        } catch (error) {
          if ((error as { code?: string }).code !== 'ENOENT') throw error
          return console.log('python3 is missing: its zipfile is not asked')
        }
        expect(answer.trim()).toBe("None [('a', 5), ('assets/\\xe4.txt', 100), ('empty', 0)]")
      }
    } finally {
      rmSync(folder, { recursive: true })
    }
  })
})
