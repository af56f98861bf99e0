#!/usr/bin/env node
import { parseArgs } from 'node:util'
import { version } from '../../package.json'
import { setup_native } from './setup_native'

const usage = `keras-tfjs ${version}

Usage: keras-tfjs COMMAND [OPTIONS]

Commands:
  setup-native     makes the optional package @tensorflow/tfjs-node work in this project: the fastest backend in Node
    --from-source  builds its addon, without trying the prebuilt one
  bench            times models on every backend of this machine; its options: keras-tfjs bench --help

Options:
  --help           prints this
  --version        prints the version

KERAS_TFJS_CACHE names the folder that keeps downloads; else it is keras-tfjs in the user's cache folder.`

async function main(words: string[]): Promise<void> {
  if (words[0] === 'bench') {
    const { bench } = await import('./bench')
    return bench(words.slice(1))
  }
  const { values, positionals } = parseArgs({
    args: words,
    allowPositionals: true,
    options: {
      help: { type: 'boolean', short: 'h' },
      version: { type: 'boolean', short: 'v' },
      'from-source': { type: 'boolean' },
    },
  })
  const [command, ...rest] = positionals
  if (values.version || values.help || command === undefined) {
    console.log(values.version ? version : usage)
    return
  }
  if (command !== 'setup-native' || rest.length > 0) {
    throw new Error(`There is no such command. See keras-tfjs --help. Received: ${positionals.join(' ')}`)
  }
  setup_native({ from_source: values['from-source'] })
}

/** Done when the command is. Files without an export are CommonJS to bundlers. */
export const done = main(process.argv.slice(2)).catch((error: Error) => {
  console.error(error.message)
  process.exitCode = 1
})
