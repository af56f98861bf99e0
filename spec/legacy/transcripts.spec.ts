import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { run_transcript, type Transcript } from './runner'

const text = gunzipSync(readFileSync(join(__dirname, 'transcripts.jsonl.gz'))).toString()
const lines = text
  .trim()
  .split('\n')
  .map((line) => JSON.parse(line) as Transcript)
const needed = new Set<string>()

describe('Each step answers as tf.keras 2.15 or as Keras 3.15 does, by the table of rules', () => {
  test.each(lines.map((line) => [`${line.id}: ${line.member}, ${line.note ?? 'as documented'}`, line] as const))(
    '%s',
    (_, line) => {
      const result = run_transcript(line)
      if (result.status === 'pending') needed.add(result.pending_name)
      expect(result.failures).toEqual([])
    },
  )

  test('no transcript waits for a class of the catalogue', () => {
    expect([...needed]).toEqual([])
  })
})
