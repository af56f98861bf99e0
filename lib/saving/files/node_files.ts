type NodeFiles = typeof import('node:fs/promises')

const in_node = (): boolean => typeof process !== 'undefined' && typeof process.versions?.node === 'string'

/** Node's files, or null where there are none. The name is put together so that bundlers do not look for the module. */
export async function node_files(): Promise<NodeFiles | null> {
  if (!in_node()) return null
  const name = ['node:fs', 'promises'].join('/')
  const found = process.getBuiltinModule?.(name) ?? (await import(/* webpackIgnore: true */ /* @vite-ignore */ name))
  return found as NodeFiles
}
