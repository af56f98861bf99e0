/**
 * Changes HDF5 files at random and compares what this library reads from each with what h5py reads: wherever both give an answer, it has to be the same.
 *
 *     npx tsx scripts/hdf5_differential.ts FOLDER PYTHON [COUNT] [SEED]
 *
 * FOLDER holds the files to change, PYTHON is a python that has h5py, COUNT is how many changed files to make of each (200). Files about which the two
 * disagree, or which bring anything but a ModelFormatError, are left in the folder `hdf5-differential` of the working directory.
 */
import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { check_hdf5 } from '../lib/formats/hdf5/check'
import { lookup3 } from '../lib/formats/hdf5/checksum'
import { GroupNode } from '../lib/formats/hdf5/nodes'
import { read_hdf5 } from '../lib/formats/hdf5/read'
import { Budget } from '../lib/formats/limits'
import { type Dump, differences, dump_hdf5 } from './hdf5_dump'

const [folder, python, count = '200', seed = '1'] = process.argv.slice(2)
const kept = 'hdf5-differential'

let state = Number(seed)
/** A whole number below `limit`. */
function random(limit: number): number {
  state = (state + 0x6d2b79f5) | 0
  let mixed = Math.imul(state ^ (state >>> 15), state | 1)
  mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
  return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32) * limit)
}

interface Range {
  start: number
  end: number
}

/** Where structures stand, and those of them that end with their checksum. */
function structures(bytes: Uint8Array): { all: Range[]; checked: Range[] } {
  const root = read_hdf5(bytes, new Budget())
  check_hdf5(root)
  if (!(root instanceof GroupNode)) throw new Error('not a group of ours')
  const all = root.store.source.claims.filter(({ what }) => !['values of a dataset', 'chunk'].includes(what))
  const checked = all.filter(({ start, end }) => {
    const stored = new DataView(bytes.buffer, bytes.byteOffset + end - 4, 4).getUint32(0, true)
    return end - start > 8 && stored === lookup3(bytes.subarray(start, end - 4))
  })
  return { all, checked }
}

const telling = [0n, 1n, 2n, 3n, 8n, 0x7fn, 0x80n, 0xffn, 0xffffn, 0x7fffffffn, 0xffffffffn, 2n ** 63n, 2n ** 64n - 1n]

/** A copy of `bytes` with one to four changes, most of them in structures, whose checksums are made to fit again. */
function changed(bytes: Uint8Array, { all, checked }: { all: Range[]; checked: Range[] }): Uint8Array {
  const copy = new Uint8Array(bytes)
  const view = new DataView(copy.buffer)
  for (let changes = 1 + random(4); changes > 0; changes--) {
    const { start, end } = random(8) === 0 ? { start: 0, end: bytes.length } : all[random(all.length)]
    const at = start + random(end - start)
    const address = BigInt(all[random(all.length)].start)
    const number = random(3) === 0 ? address : telling[random(telling.length)]
    const size = [1, 2, 4, 8][random(4)]
    const kind = random(5)
    if (kind === 0) copy[at] ^= 1 << random(8)
    else if (kind === 1) copy[at] = random(256)
    else if (kind === 2) copy[at] += random(2) === 0 ? 1 : 255
    else if (at + size > bytes.length) continue
    else if (kind === 3) for (let i = 0; i < size; i++) view.setUint8(at + i, Number((number >> BigInt(8 * i)) & 0xffn))
    else {
      const from = all[random(all.length)]
      const source = from.start + random(from.end - from.start)
      copy.copyWithin(at, source, Math.min(source + size, bytes.length))
    }
  }
  if (random(8) > 0) for (const { start, end } of checked) view.setUint32(end - 4, lookup3(copy.subarray(start, end - 4)), true)
  return copy
}

function keep(name: string, bytes: Uint8Array, problem: string): void {
  mkdirSync(kept, { recursive: true })
  writeFileSync(path.join(kept, name), bytes)
  console.log(`${name}: ${problem}`)
}

const work = mkdtempSync(path.join(tmpdir(), 'hdf5-'))
let opened = 0
let refused = 0
let compared = 0
let problems = 0
for (const name of readdirSync(folder).filter((name) => name.endsWith('.h5'))) {
  const bytes = new Uint8Array(readFileSync(path.join(folder, name)))
  let places: ReturnType<typeof structures>
  try {
    places = structures(bytes)
  } catch {
    continue
  }
  const files = Array.from({ length: Number(count) }, (_, i) => {
    const file = path.join(work, `${seed}-${i}-${name}`)
    const copy = changed(bytes, places)
    writeFileSync(file, copy)
    return { file, copy }
  })
  const answers = execFileSync(python, [path.join(__dirname, 'hdf5_differential.py')], {
    input: files.map(({ file }) => file).join('\n'),
    maxBuffer: 2 ** 30,
  })
  const theirs: (Dump | null)[] = answers
    .toString()
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line))
  files.forEach(({ file, copy }, i) => {
    const base = path.basename(file)
    try {
      const started = performance.now()
      const { dump, errors } = dump_hdf5(copy)
      if (errors.length > 0) refused++
      else opened++
      if (theirs[i] !== null) compared++
      const found = differences(dump, theirs[i])
      if (performance.now() - started > 5000) found.push('took more than five seconds')
      if (found.length > 0) keep(base, copy, found.slice(0, 3).join('; '))
      problems += found.length
    } catch (error) {
      problems++
      keep(base, copy, String(error))
    }
    rmSync(file)
  })
}
rmSync(work, { recursive: true })
console.log(`${opened} read, ${refused} refused at least in part, ${compared} read by h5py too, ${problems} problems.`)
process.exitCode = problems > 0 ? 1 : 0
