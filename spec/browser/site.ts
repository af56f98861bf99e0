import { createReadStream, existsSync, statSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { extname, join, normalize } from 'node:path'

const types: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.mjs': 'text/javascript',
  '.css': 'text/css',
  '.json': 'application/json',
  '.wasm': 'application/wasm',
  '.svg': 'image/svg+xml',
}

/** Serves files of folders on this machine: paths that start with a key of `folders` from its folder. */
export class Site {
  private readonly server: Server
  private constructor(server: Server) {
    this.server = server
  }

  /** With `isolated` pages are isolated across origins: only these may share memory between threads. */
  static async open(folders: Record<string, string>, { isolated = false } = {}): Promise<Site> {
    const prefixes = Object.keys(folders).sort((a, b) => b.length - a.length)
    const server = createServer((request, response) => {
      const path = normalize(decodeURIComponent(new URL(request.url!, 'http://localhost').pathname))
      const prefix = prefixes.find((key) => path.startsWith(key))
      const file = prefix === undefined ? '' : join(folders[prefix]!, path.slice(prefix.length) || 'index.html')
      const found = existsSync(file) && statSync(file).isDirectory() ? join(file, 'index.html') : file
      if (!existsSync(found)) {
        response.writeHead(404).end()
        return
      }
      response.writeHead(200, {
        'content-type': types[extname(found)] ?? 'application/octet-stream',
        ...(isolated && { 'cross-origin-opener-policy': 'same-origin', 'cross-origin-embedder-policy': 'require-corp' }),
      })
      createReadStream(found).pipe(response)
    })
    await new Promise<void>((resolve) => server.listen(0, 'localhost', resolve))
    return new Site(server)
  }

  /** The address of a path. */
  at(path: string): string {
    return `http://localhost:${(this.server.address() as AddressInfo).port}${path}`
  }

  async close(): Promise<void> {
    this.server.closeAllConnections()
    await new Promise((resolve) => this.server.close(resolve))
  }
}
