/** Gives the layers of a whole file names that differ, as its weights stand side by side, and that TensorFlow.js takes for tensors. */
export class UniqueNames {
  #used = new Set<string>()

  /** The name itself where it can be kept; else with characters that are not allowed replaced, or a number behind it. */
  take(name: string): string {
    const allowed = name.replace(/[^-A-Za-z0-9._/]/g, '_').replace(/^(?=[^A-Za-z0-9]|$)/, 'layer')
    let unique = allowed
    for (let i = 1; this.#used.has(unique); i++) unique = `${allowed}_${i}`
    this.#used.add(unique)
    return unique
  }
}
