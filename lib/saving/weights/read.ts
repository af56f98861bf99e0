import { scoped } from '../../backend/scope'
import { file_text, KerasError, ModelFormatError } from '../../common/errors'
import type { Hdf5Group } from '../../formats/hdf5/tree'
import { Budget } from '../../formats/limits'
import { zeros_like } from '../../ops/numpy'
import { attributes_of, is_saveable, items_of, plain_weights_of, type Saveable } from './attributes'
import { former_name, former_path } from './compatibility'
import { type Failure, report } from './failures'
import { group_of, paths_text, unused_groups } from './places'
import {
  type Assignment,
  assign_by_class,
  assign_made,
  assign_numbered,
  commit_all,
  Mismatch,
  numbered_shapes,
} from './values_plan'
import { join_path, members_of } from './walk'

export interface LoadTreeOptions {
  /** Leave objects that do not fit as they are, with a warning. Default false. */
  skip_mismatch?: boolean
  /** What reading may still cost. */
  budget?: Budget
}

/**
 * Gives a model the weights of a `.weights.h5` tree. Everything is checked and read before anything is assigned; when something does not fit, nothing is changed. Groups
 * that no object of the model asks for are named in a warning. Source: keras.src.saving.saving_lib.
 * @throws ModelFormatError of kind `mismatch` that names every object that does not fit; of other kinds for a broken file.
 */
export function load_weights_tree(
  model: Saveable,
  root: Hdf5Group,
  { skip_mismatch = false, budget = new Budget() }: LoadTreeOptions = {},
): void {
  const plan = new Plan(root, budget)
  try {
    scoped(() => plan.visit(model, ''))
    report(plan.failures, skip_mismatch)
    const unused = unused_groups(root, plan.used, budget)
    if (unused.length > 0) {
      console.warn(
        `keras-tfjs: The file holds values that the model '${file_text(String(model.name))}' has no place for: ${paths_text(unused)}`,
      )
    }
    plan.commit()
  } finally {
    plan.release()
  }
}

/** What is assigned to whom once all of a file is checked. */
class Plan {
  failures = new Map<Saveable, Failure>()
  readonly used = new Set<string>()
  private readonly assignments = new Map<Saveable, Assignment[]>()
  private readonly done = new Set<Saveable>()
  private readonly tried = new Set<Saveable>()
  private readonly open = new Set<Saveable>()

  constructor(
    private readonly root: Hdf5Group,
    private readonly budget: Budget,
  ) {}

  /** Plans an object and all below it. What failed at one path is tried again at others that the file has. */
  visit(object: Saveable, path: string): void {
    if (this.done.has(object) || this.open.has(object)) return
    if (this.tried.has(object) && group_of(this.root, path) === null) return
    this.tried.add(object)
    this.open.add(object)
    const fits = this.take(object, path)
    const before = this.failures.size
    for (const [name, value] of attributes_of(object)) this.visit_value(value, this.place(object, path, name))
    this.open.delete(object)
    if (fits && this.failures.size <= before) this.done.add(object)
  }

  /** The path of an attribute: under its name, or under the one that it had in older files. */
  private place(object: Saveable, path: string, name: string): string {
    const below = join_path(path, name)
    const former = former_name(object, name)
    if (former === null || group_of(this.root, below) !== null) return below
    const other = join_path(path, former)
    return group_of(this.root, other) === null ? below : other
  }

  private visit_value(value: unknown, path: string): void {
    if (is_saveable(value)) this.visit(value, path)
    else this.visit_container(value, path, new Set())
  }

  private visit_container(container: unknown, path: string, open: Set<unknown>): void {
    const items = items_of(container)
    if (items === null || open.has(container)) return
    open.add(container)
    for (const { name, value } of members_of(items)) {
      const below = join_path(path, name)
      if (is_saveable(value)) this.visit(value, below)
      else if (group_of(this.root, below) !== null) this.visit_container(value, below, open)
      else this.without_group(below, () => this.visit_container(value, below, open))
    }
  }

  /** Containers in containers have no group in files of Keras up to 3.14: what is in them keeps its values. */
  private without_group(path: string, visit: () => void): void {
    const outer = this.failures
    this.failures = new Map()
    visit()
    const missing = this.failures.size
    this.failures = outer
    if (missing === 0) return
    console.warn(
      `keras-tfjs: Skipping nested container at '/${file_text(path)}': no matching group found in the saved file. Keras up to 3.14 did not save layers in lists of lists. Affected layers keep their present weights.`,
    )
  }

  /** Plans the object's own values. Answers whether they fit. */
  private take(object: Saveable, path: string): boolean {
    if (typeof object.load_own_variables !== 'function') return true
    try {
      const assigned = this.own(object, path)
      for (const assignment of this.assignments.get(object) ?? []) assignment.release()
      this.assignments.set(object, assigned)
      this.failures.delete(object)
      return true
    } catch (error) {
      if (error instanceof ModelFormatError && error.kind !== 'mismatch') throw error
      if (!(error instanceof KerasError || error instanceof Mismatch) && plain_weights_of(object) !== null) throw error
      this.failures.set(object, {
        message: (error as Error).message,
        path: error instanceof Mismatch ? error.path : `/${path}`,
      })
      return false
    }
  }

  private own(object: Saveable, path: string): Assignment[] {
    const group = this.group(path)
    const weights = plain_weights_of(object)
    if (weights === null) return assign_by_class(object, group, this.budget)
    const vars = join_path(path, 'vars')
    const shapes = object._weights_for && numbered_shapes(group)
    const variables = shapes ? object._weights_for!(shapes) : weights.stored.map(({ variable }) => variable)
    if (variables === null) return []
    object._check_count?.(group?.keys().length ?? 0)
    const assigned = assign_numbered(variables, group, vars)
    const cleared = weights.cleared.map((variable) => assign_made(variable, () => zeros_like(variable)))
    return [...assigned, ...cleared]
  }

  private group(path: string): Hdf5Group | null {
    for (const candidate of [path, former_path(this.root, path)]) {
      if (candidate === null) continue
      const group = group_of(this.root, join_path(candidate, 'vars'))
      if (group === null) continue
      this.used.add(candidate)
      return group
    }
    return null
  }

  commit(): void {
    commit_all([...this.assignments.values()].flat())
    for (const object of this.assignments.keys()) (object as { finalize_state?(): void }).finalize_state?.()
  }

  release(): void {
    for (const list of this.assignments.values()) for (const assignment of list) assignment.release()
  }
}
