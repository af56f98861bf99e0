/**
 * An instance that is called like a function: `layer(x)` runs `layer.__call__(x)`. The instance is a function whose prototype is the class, named when it is made, because
 * redefining a function's name later makes every property slow.
 */
export abstract class Callable {
  /** The name that was given, or handed out. */
  declare readonly name: string

  constructor(name: string) {
    const self = { [name]: (...args: unknown[]) => (self as unknown as Callable).__call__(...args) }[name]!
    delete (self as unknown as { length?: number }).length
    Object.setPrototypeOf(self, new.target.prototype)
    // biome-ignore lint/correctness/noConstructorReturn: the function is the instance
    return self as unknown as Callable
  }

  abstract __call__(...args: unknown[]): unknown
}
