type NodeFiles = typeof import('node:fs/promises')

const in_node = (): boolean => typeof process !== 'undefined' && typeof process.versions?.node === 'string'

/** Node's files, or null where there are none. Bundlers are kept from looking for the module. */
export async function node_files(): Promise<NodeFiles | null> {
  if (!in_node()) return null
  const name = 'node:fs/promises'
  return (await import(/* webpackIgnore: true */ /* @vite-ignore */ name)) as NodeFiles
}
