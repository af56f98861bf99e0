import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Consumer } from './consumer'

let consumer: Consumer

beforeAll(() => {
  consumer = new Consumer()
})

afterAll(() => consumer?.dispose())

const { bin, version } = JSON.parse(readFileSync(join(__dirname, '../../package.json'), 'utf8')) as {
  bin: Record<string, string>
  version: string
}

const command = (...words: string[]): string => consumer.run(join('node_modules/keras-tfjs', bin['keras-tfjs']!), ...words)

it('the installed command says what it can do', () => {
  for (const words of [['--help'], ['-h'], []]) expect(command(...words)).toMatch(/Usage: keras-tfjs COMMAND[\s\S]+setup-native/)
})

it('the installed command tells its version', () => {
  expect(command('--version')).toBe(`${version}\n`)
})

it('an unknown command or option is refused', () => {
  expect(() => command('setup-natve')).toThrow('There is no such command. See keras-tfjs --help. Received: setup-natve')
  expect(() => command('--fast')).toThrow("Unknown option '--fast'")
})

it('only the command uses what Node alone has', () => {
  const files = consumer.files.filter((file) => /^dist\/(?!cli\/).*\.[cm]js$/.test(file))
  const users = files.filter((file) =>
    /(from|require\(|import\()\s*["']node:/.test(readFileSync(join(consumer.folder, 'node_modules/keras-tfjs', file), 'utf8')),
  )
  expect(files.length).toBeGreaterThan(100)
  expect(users).toEqual([])
})
