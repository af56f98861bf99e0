import { close_name_scope, open_name_scope } from '../../variables/name_scope'

/** A name scope that is opened and closed by hand, or runs a function. */
export interface NameScope {
  /** The path of the scope, ending in a slash. */
  readonly name: string
  enter(): string
  exit(): void
  run<T>(fn: () => T): T
}

/** The name scope of a layer. Source: tf.Module.name_scope. */
export function layer_name_scope(name: string): NameScope {
  const open: boolean[] = []
  return {
    name: `${name}/`,
    enter() {
      open.push(open_name_scope(name))
      return `${name}/`
    },
    exit() {
      close_name_scope(open.pop() ?? false)
    },
    run(fn) {
      this.enter()
      try {
        return fn()
      } finally {
        this.exit()
      }
    },
  }
}

/** A method whose body runs inside the name scope of its object. Source: tf.Module.with_name_scope. */
export function with_name_scope<A extends unknown[], R>(method: (this: any, ...args: A) => R): (this: any, ...args: A) => R {
  return function scoped_method(this: { name: string }, ...args: A): R {
    return layer_name_scope(this.name).run(() => method.apply(this, args))
  }
}
