import { is_nested } from '../common/tree'

const plain_key = /^[A-Za-z_][A-Za-z0-9_]*$/

function step(parent: unknown, key: string): string {
  if (Array.isArray(parent)) return `[${key}]`
  return plain_key.test(key) ? `.${key}` : `[${JSON.stringify(key)}]`
}

/**
 * Where `target`, a list or plain object, stands in `root`: `config.layers[2].config`. Null when it is not there. It is looked for by identity, and only when an error is
 * about to be reported, so that nothing has to be noted while a config is read.
 */
export function config_path(root: unknown, target: unknown): string | null {
  if (root === target) return ''
  const open: { node: object; keys: string[]; next: number }[] = []
  const enter = (node: unknown): void => {
    if (is_nested(node)) open.push({ node: node as object, keys: Object.keys(node as object), next: 0 })
  }
  enter(root)
  while (open.length > 0) {
    const { node, keys, next } = open[open.length - 1]!
    if (next >= keys.length) {
      open.pop()
      continue
    }
    open[open.length - 1]!.next++
    const child = (node as Record<string, unknown>)[keys[next]!]
    if (child === target)
      return open
        .map((level) => step(level.node, level.keys[level.next - 1]!))
        .join('')
        .replace(/^\./, '')
    enter(child)
  }
  return null
}
