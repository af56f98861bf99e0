#!/usr/bin/env node
import { parseArgs } from 'node:util'
import { version } from '../../package.json'
import { setup_native } from './setup_native'

const usage = `keras-tfjs ${version}

Usage: keras-tfjs COMMAND [OPTIONS]

Commands:
  setup-native     makes the optional package @tensorflow/tfjs-node work in this project: the fastest backend in Node
    --from-source  builds its addon, without trying the prebuilt one

Options:
  --help           prints this
  --version        prints the version

KERAS_TFJS_CACHE names the folder that keeps downloads; else it is keras-tfjs in the user's cache folder.`

function main(): void {
  const { values, positionals } = parseArgs({
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

try {
  main()
} catch (error) {
  console.error((error as Error).message)
  process.exitCode = 1
}
