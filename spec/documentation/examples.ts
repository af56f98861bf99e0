import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { transformSync } from 'esbuild'

/** One example of the documentation. */
export interface Example {
  /** File and line. */
  place: string
  code: string
}

function files_below(folder: string): string[] {
  return readdirSync(folder).flatMap((name) => {
    const path = join(folder, name)
    return statSync(path).isDirectory() ? files_below(path) : [path]
  })
}

function blocks(path: string, text: string, prefix: RegExp): Example[] {
  const examples: Example[] = []
  const lines = text.split('\n')
  for (let i = 0; i < lines.length; i++) {
    if (!/^\s*(\* )?```ts$/.test(lines[i]!)) continue
    const end = lines.findIndex((line, j) => j > i && /^\s*(\* )?```$/.test(line))
    const code = lines.slice(i + 1, end).map((line) => line.replace(prefix, ''))
    examples.push({ place: `${path}:${i + 1}`, code: code.join('\n') })
    i = end
  }
  return examples
}

/** The `ts` blocks of the docstrings of `lib`. */
export function docstring_examples(): Example[] {
  return files_below('lib')
    .filter((path) => path.endsWith('.ts'))
    .flatMap((path) => blocks(path, readFileSync(path, 'utf8'), /^\s*\* ?/))
}

/** The `ts` blocks of a page. */
export function page_examples(path: string): Example[] {
  return blocks(path, readFileSync(path, 'utf8'), /^/)
}

/** `expression // value` becomes a check, `const y = ... // shape [1, 2]` a check of the shape. */
function with_checks(code: string): string {
  return code
    .split('\n')
    .map((line) => {
      const [, before, comment] = /^(.*?\S)\s+\/\/ (.*)$/.exec(line) ?? []
      if (before === undefined || comment === undefined) return line
      const [, variable] = /^const (\w+) = /.exec(before) ?? []
      const [, shape] = /^shape (\[.*\])$/.exec(comment) ?? []
      if (shape !== undefined)
        return variable === undefined ? `check_shape(${before}, ${shape})` : `${before}\ncheck_shape(${variable}, ${shape})`
      if (!/^(\[.*\]|-?\d[\d.e-]*|true|false|null|'.*')$/.test(comment)) return line
      return variable === undefined ? `check(${before}, ${comment})` : `${before}\ncheck(${variable}, ${comment})`
    })
    .join('\n')
}

function plain(value: any): unknown {
  return typeof value?.arraySync === 'function' ? value.arraySync() : value
}

function close(got: unknown, wanted: unknown): boolean {
  if (Array.isArray(wanted))
    return Array.isArray(got) && got.length === wanted.length && wanted.every((item, i) => close(got[i], item))
  return typeof wanted === 'number' && typeof got === 'number'
    ? Math.abs(got - wanted) <= 1e-3 * Math.max(1, Math.abs(wanted))
    : got === wanted
}

function check(got: unknown, wanted: unknown): void {
  if (!close(plain(got), wanted))
    throw new Error(`the example says ${JSON.stringify(wanted)}, but it gives ${JSON.stringify(plain(got))}`)
}

function check_shape(got: { shape: unknown }, wanted: unknown): void {
  if (!close(got.shape, wanted))
    throw new Error(`the example says shape ${JSON.stringify(wanted)}, but it gives ${JSON.stringify(got.shape)}`)
}

/** Runs an example; `names` are in reach, and `load` answers its imports. */
export async function run_example(
  { code }: Example,
  names: Record<string, unknown>,
  load: (module: string) => unknown,
): Promise<void> {
  const lines = code.split('\n')
  const imports = lines.filter((line) => line.startsWith('import '))
  const body = with_checks(lines.filter((line) => !line.startsWith('import ')).join('\n'))
  const script = transformSync(`async function example() {\n${body}\n}`, { loader: 'ts', target: 'es2022' }).code
  const taken = new Set(imports.flatMap(imported_names).map((name) => name.split(': ').at(-1)!))
  const in_reach = Object.keys(names).filter(
    (name) => !taken.has(name) && !['switch', 'var'].includes(name) && !(name in globalThis),
  )
  const source = `const { ${in_reach.join(', ')} } = names\n${imports.map(as_require).join('\n')}\n${script}\nreturn example()`
  await new Function('require', 'check', 'check_shape', 'names', source)(load, check, check_shape, names)
}

/** What an import line binds; `a as b` comes out as `a: b`. */
function imported_names(line: string): string[] {
  const [, star] = /^import \* as (\w+) from/.exec(line) ?? []
  if (star !== undefined) return [star]
  if (line.startsWith('import type')) return []
  return (/\{([^}]*)\}/.exec(line)?.[1] ?? '')
    .split(',')
    .map((name) => name.trim().replace(' as ', ': '))
    .filter((name) => name !== '' && !name.startsWith('type '))
}

function as_require(line: string): string {
  const module = /from '([^']+)'/.exec(line)?.[1]
  const names = imported_names(line)
  if (line.startsWith('import * as')) return `const ${names[0]} = require('${module}')`
  return names.length === 0 ? '' : `const { ${names.join(', ')} } = require('${module}')`
}
