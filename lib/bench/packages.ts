import { existsSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'

/** Where the benchmark stands: the folder of its built files, and that of the project that it is called in. */
export interface Installation {
  home: string
  project: string
}

/** The folder of an installed package, seen from the project or from this library, or undefined. */
export function package_folder(name: string, { home, project }: Installation): string | undefined {
  for (const from of [project, home]) {
    for (const folder of createRequire(join(from, 'package.json')).resolve.paths(name) ?? []) {
      if (existsSync(join(folder, name, 'package.json'))) return join(folder, name)
    }
  }
  return undefined
}

/** What a package says of itself. */
export function manifest_of(folder: string): Record<string, any> {
  return JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'))
}

/** The folder of the package that a folder belongs to. */
export function package_of(folder: string): string {
  return existsSync(join(folder, 'package.json')) ? folder : package_of(dirname(folder))
}
