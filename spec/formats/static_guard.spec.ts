import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import ts from 'typescript'

const lib = path.join(__dirname, '../../lib')
const room = path.join(lib, 'formats')
const sources = readdirSync(room, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.ts'))

/** Names through which code could be made from text, or something other than the given bytes be read. */
const forbidden = new Set(
  'eval Function require module fs fetch process globalThis window self document Worker importScripts XMLHttpRequest WebSocket WebAssembly setTimeout setInterval'.split(
    ' ',
  ),
)

const is_allowed_import = (from: string, specifier: string): boolean => {
  if (!specifier.startsWith('.')) return specifier === 'fflate'
  const target = path.relative(lib, path.resolve(path.dirname(from), specifier))
  return target.startsWith('formats/') || target.startsWith('common/')
}

function offences(file: string): string[] {
  const found: string[] = []
  const visit = (node: ts.Node): void => {
    if (ts.isIdentifier(node) && forbidden.has(node.text)) found.push(node.text)
    if (node.kind === ts.SyntaxKind.ImportKeyword) found.push('import()')
    if (ts.isImportDeclaration(node) || ts.isExportDeclaration(node)) {
      const specifier = (node.moduleSpecifier as ts.StringLiteral | undefined)?.text
      if (specifier !== undefined && !is_allowed_import(file, specifier)) found.push(specifier)
    }
    ts.forEachChild(node, visit)
  }
  visit(ts.createSourceFile(file, readFileSync(file, 'utf8'), ts.ScriptTarget.Latest))
  return found
}

describe('lib/formats', () => {
  test('has its codecs', () => {
    expect(sources).toEqual(
      expect.arrayContaining(['zip/read.ts', 'json/parse.ts', 'safetensors/read.ts', 'shards.ts', 'hdf5/tree.ts']),
    )
  })

  test.each(sources)('%s makes no code from text and reads nothing but the bytes it is given', (name) => {
    expect(offences(path.join(room, name))).toEqual([])
  })

  test('the guard sees what it is for', () => {
    const file = path.join(room, 'limits.ts')
    expect(is_allowed_import(file, 'node:fs')).toBe(false)
    expect(is_allowed_import(file, '../backend/engine')).toBe(false)
    expect(is_allowed_import(file, '../common/errors')).toBe(true)
  })
})
