/** Base of every error that this library raises. */
export class KerasError extends Error {
  constructor(message: string) {
    super(message)
    this.name = new.target.error_name
  }
  static error_name = 'KerasError'
}

/** An argument has the right type but an impossible value. */
export class ValueError extends KerasError {
  static override error_name = 'ValueError'
}

/** An argument has the wrong type, or a call has the wrong arguments. */
export class TypeError extends KerasError {
  static override error_name = 'TypeError'
}

/** A method that a subclass has to write is missing, or a combination is not supported. */
export class NotImplementedError extends KerasError {
  static override error_name = 'NotImplementedError'
}

/** An attribute does not exist yet, or may not be set. */
export class AttributeError extends KerasError {
  static override error_name = 'AttributeError'
}

/** An action is not possible in the present state. */
export class RuntimeError extends KerasError {
  static override error_name = 'RuntimeError'
}

/** An index is out of range. */
export class IndexError extends KerasError {
  static override error_name = 'IndexError'
}

/** A key is unknown. */
export class KeyError extends KerasError {
  static override error_name = 'KeyError'
}
