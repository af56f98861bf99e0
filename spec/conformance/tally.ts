import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { type Case, case_files, is_transcript, read_cases } from './case'

/** Passed and total cases by class, and how many wait for something that is not there yet: a class, quantised policies. */
export type Status = Record<string, { passed: number; waiting: number; total: number }>

export const cases_folder = join(__dirname, 'cases')
export const status_file = join(__dirname, 'status.json')

/** The class or function that a case is about. */
export function class_of(c: Case): string {
  return c.object?.class_name ?? c.construct?.class_name ?? c.name ?? c.kind
}

/** All cases of the project. */
export function all_cases(): Case[] {
  return case_files(cases_folder).flatMap((file) => read_cases(file).filter((line): line is Case => !is_transcript(line)))
}

/** The cases by class. */
export function by_class(cases: Case[]): Map<string, Case[]> {
  const classes = new Map<string, Case[]>()
  for (const c of cases) {
    const name = class_of(c)
    const known = classes.get(name)
    if (known === undefined) classes.set(name, [c])
    else known.push(c)
  }
  return new Map([...classes].sort(([a], [b]) => (a < b ? -1 : 1)))
}

/** The classes of one of `count` shares, which hold about as many cases each. */
export function share_of_classes(index: number, count: number): Map<string, Case[]> {
  const shares = Array.from({ length: count }, () => ({ size: 0, classes: new Map<string, Case[]>() }))
  const largest_first = [...by_class(all_cases())].sort(([, a], [, b]) => b.length - a.length)
  for (const [name, cases] of largest_first) {
    const share = shares.reduce((least, other) => (other.size < least.size ? other : least))
    share.classes.set(name, cases)
    share.size += cases.length
  }
  return shares[index]!.classes
}

/** The committed status. */
export function read_status(): Status {
  return JSON.parse(readFileSync(status_file, 'utf8'))
}
