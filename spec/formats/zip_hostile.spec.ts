import { readFileSync } from 'node:fs'
import path from 'node:path'
import { Budget } from '../../lib/formats/limits'
import { read_zip } from '../../lib/formats/zip/read'
import { write_zip } from '../../lib/formats/zip/write'
import { outcome, text_bytes } from './archive'
import { mutations } from './mutations'

const fixture = (name: string): Uint8Array => new Uint8Array(readFileSync(path.join(__dirname, 'fixtures/hostile', name)))

function contents(bytes: Uint8Array): Map<string, Uint8Array> {
  const zip = read_zip(bytes, new Budget())
  return new Map(zip.names().map((name) => [name, zip.read(name)]))
}

describe('read_zip of files made to deceive', () => {
  test.each([
    ['z_comment.keras', 'load'],
    ['z_deflated.keras', 'load'],
    ['z_cd_offset_lie.keras', 'format zip-structure'],
    ['z_count_lie_fewer.keras', 'format zip-structure'],
    ['z_eocd_in_comment.keras', 'format zip-structure'],
    ['z_local_size_differs.keras', 'format zip-mismatch'],
    ['z_name_backslash.keras', 'format zip-name'],
    ['z_overlap_same_data.keras', 'format zip-overlap'],
    ['z_overlap_shifted.keras', 'format zip-overlap'],
    ['z_prefix_html.keras', 'format zip-structure'],
    ['z_unicode_path_extra.keras', 'format zip-mismatch'],
    ['z_zip64_disagrees.keras', 'format zip-structure'],
    ['z_zip64_huge.keras', 'format zip-structure'],
    ['z_method_lzma.keras', 'unsupported zip-unsupported'],
    ['a_symlink.keras', 'unsafe zip-unsupported'],
  ])('answers %s with: %s', (name, answer) => {
    expect(outcome(() => contents(fixture(name)))).toBe(answer)
  })

  const member = (name: string, text: string) => {
    const bytes = text_bytes(text)
    return { name, byte_length: bytes.length, write_into: (target: Uint8Array) => target.set(bytes) }
  }
  const members = [member('metadata.json', '{}'), member('config.json', 'hello'), member('model.weights.h5', 'weights')]
  const bases: [string, Uint8Array][] = [
    ['deflated', fixture('z_deflated.keras')],
    ['stored', write_zip(members)],
    ['zip64', write_zip(members, { force_zip64: true })],
  ]

  test.each(bases)('refuses a %s archive that is cut anywhere', (_, bytes) => {
    const answers = new Set<string>()
    for (let length = 0; length < bytes.length; length++) answers.add(outcome(() => contents(bytes.subarray(0, length))))
    expect([...answers]).toEqual(['format zip-structure'])
  })

  test.each(bases)('reads a %s archive with any change as before, or refuses it', (_, bytes) => {
    const known = text_of(contents(bytes))
    const answers = new Set<string>()
    for (const changed of mutations(bytes, 1000)) {
      answers.add(
        outcome(() => {
          if (text_of(contents(changed)) !== known) throw new Error('The archive is read otherwise than before')
        }),
      )
    }
    expect(answers).toContain('load')
    expect(answers).toContain('format zip-structure')
  })
})

function text_of(members: Map<string, Uint8Array>): string {
  return [...members].map(([name, content]) => `${name}:${Buffer.from(content).toString('latin1')}`).join()
}
