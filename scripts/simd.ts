import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'

const root = join(__dirname, '..')
const target = join(root, 'lib/backend/simd/binary.ts')

/** The compiler is AssemblyScript's. The module takes the memory of TensorFlow.js's wasm backend, and keeps nothing there itself. */
const options = '--runtime stub --importMemory --maximumMemory 65536 --enable simd -O3 --noAssert'.split(' ')

/** Compiles the sources and answers the module as the text of `binary.ts`. */
export function compile_simd(): string {
  const folder = mkdtempSync(join(tmpdir(), 'keras-tfjs-simd-'))
  try {
    const out = join(folder, 'simd.wasm')
    const compiler = join(dirname(require.resolve('assemblyscript/package.json')), 'bin/asc.js')
    const words = [compiler, 'lib/backend/simd/source/index.ts', '-o', out, ...options]
    const { status, stderr } = spawnSync(process.execPath, words, { cwd: root, encoding: 'utf8' })
    if (status !== 0) throw new Error(`asc failed:\n${stderr}`)
    const text = readFileSync(out).toString('base64')
    return `/** The compiled form of \`source/\`, in base64; made by \`npm run build:simd\`. */\nexport const simd_binary =\n  '${text}'\n`
  } finally {
    rmSync(folder, { recursive: true })
  }
}

if (require.main === module) writeFileSync(target, compile_simd())
