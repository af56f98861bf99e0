/** A name with the characters alone that TensorFlow.js takes for names of tensors. */
export function tensor_name(name: string): string {
  return name.replace(/[^-A-Za-z0-9._/]/g, '_').replace(/^(?=[^A-Za-z0-9]|$)/, 'layer')
}

/** Gives the layers of a whole file names that differ, as its weights stand side by side, and that TensorFlow.js takes. */
export class UniqueNames {
  /** Names that every object knows are not free: TensorFlow.js keeps layers in objects by name. */
  #used = new Set(Object.getOwnPropertyNames(Object.prototype))

  /** The name itself where it can be kept; else with characters that are not allowed replaced, or a number behind it. */
  take(name: string): string {
    const allowed = tensor_name(name)
    let unique = allowed
    for (let i = 1; this.#used.has(unique); i++) unique = `${allowed}_${i}`
    this.#used.add(unique)
    return unique
  }
}
