import { createReadStream, existsSync, statSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { extname, join, normalize } from 'node:path'

const types: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.mjs': 'text/javascript',
  '.wasm': 'application/wasm',
}

/** Where a site is, and how it ends. */
export interface Site {
  at(path: string): string
  close(): void
}

/** Serves one page as `/`, and files of folders: paths that start with a key of `folders` from its folder. */
export async function open_site(page: string, folders: Record<string, string>): Promise<Site> {
  const server = createServer((request, response) => {
    const path = normalize(decodeURIComponent(new URL(request.url!, 'http://localhost').pathname))
    if (path === '/') {
      response.writeHead(200, { 'content-type': types['.html'] }).end(page)
      return
    }
    const prefix = Object.keys(folders).find((key) => path.startsWith(key))
    const file = prefix === undefined ? '' : join(folders[prefix]!, path.slice(prefix.length))
    if (!existsSync(file) || !statSync(file).isFile()) {
      response.writeHead(404).end()
      return
    }
    response.writeHead(200, { 'content-type': types[extname(file)] ?? 'application/octet-stream' })
    createReadStream(file).pipe(response)
  })
  await new Promise<void>((resolve) => server.listen(0, 'localhost', resolve))
  return {
    at: (path) => `http://localhost:${(server.address() as AddressInfo).port}${path}`,
    close: () => {
      server.closeAllConnections()
      server.close()
    },
  }
}
