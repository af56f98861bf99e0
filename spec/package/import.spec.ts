import { join } from 'node:path'
import { Consumer, root, subpaths } from './consumer'

jest.setTimeout(120_000)

let consumer: Consumer

beforeAll(() => {
  consumer = new Consumer()
})

afterAll(() => consumer?.dispose())

const print_names = (load: (path: string) => string) => `
  const names = {}
  ${subpaths.map((path) => `names['${path}'] = Object.keys(${load(path)}).filter((name) => name !== 'default' && name !== 'module.exports').sort()`).join('\n  ')}
  console.log(JSON.stringify(names))
`

describe('the packed package', () => {
  it('holds the built files and the documents, and neither sources nor tests', () => {
    const outside = consumer.files.filter((path) => !path.startsWith('dist/')).sort()
    expect(outside).toEqual(['CHANGELOG.md', 'LICENSE', 'README.md', 'package.json'])
    expect(
      consumer.files.filter((path) => /(^|\/)spec\//.test(path) || (path.endsWith('.ts') && !path.endsWith('.d.ts'))),
    ).toEqual([])
  })

  it('gives the same names to import and to require, on every path', () => {
    const esm = JSON.parse(
      consumer.run(
        consumer.write(
          'names.mjs',
          print_names((path) => `await import('${path}')`),
        ),
      ),
    )
    const cjs = JSON.parse(
      consumer.run(
        consumer.write(
          'names.cjs',
          print_names((path) => `require('${path}')`),
        ),
      ),
    )
    expect(esm).toEqual(cjs)
    for (const path of subpaths) expect(esm[path].length).toBeGreaterThan(0)
  })

  it('starts no backend and registers no gradient when it is imported', () => {
    const file = consumer.write(
      'quiet.mjs',
      `
        import * as tf from '@tensorflow/tfjs-core'
        ${subpaths.map((path) => `import '${path}'`).join('\n        ')}
        console.log(JSON.stringify([tf.engine().backendNames(), tf.getGradient('Sum') ?? null, tf.engine().state.numTensors]))
      `,
    )
    expect(JSON.parse(consumer.run(file))).toEqual([[], null, 0])
  })

  it.each(['nodenext', 'bundler'])('has types that a strict program finds with module resolution %s', (resolution) => {
    const program = `${subpaths.map((path, i) => `import * as n${i} from '${path}'`).join('\n')}
export const namespaces: object[] = [${subpaths.map((_, i) => `n${i}`).join(', ')}]
const wrong: string = n0
`
    const config = {
      compilerOptions: {
        strict: true,
        noEmit: true,
        skipLibCheck: false,
        target: 'ES2022',
        lib: ['ES2022', 'ESNext.Disposable', 'DOM'],
        types: ['node'],
        module: resolution === 'nodenext' ? 'nodenext' : 'esnext',
        moduleResolution: resolution,
        ignoreDeprecations: '6.0',
      },
      files: resolution === 'nodenext' ? ['program.mts', 'program.cts'] : ['program.ts'],
    }
    for (const file of config.files) consumer.write(file, program)
    const project = consumer.write(`tsconfig.${resolution}.json`, JSON.stringify(config))
    const errors = (() => {
      try {
        return consumer.run(join(root, 'node_modules/typescript/bin/tsc'), '-p', project)
      } catch (error) {
        return (error as { stdout: string }).stdout
      }
    })()
    const own = errors.split('\n').filter((line) => line.startsWith('program.') || line.includes('keras-tfjs'))
    expect(own).toHaveLength(config.files.length)
    for (const line of own) expect(line).toContain("not assignable to type 'string'")
  })
})
