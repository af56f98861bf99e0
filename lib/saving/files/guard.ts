import { file_text, KerasError, ModelFormatError } from '../../common/errors'

/**
 * Runs what reads the content of a file. Whatever goes wrong in it is a `ModelFormatError`: errors of the library keep their text, any other is a defect of the file that no
 * check named before.
 */
export function guarded<T>(read: () => T): T {
  try {
    return read()
  } catch (error) {
    if (error instanceof ModelFormatError) throw error
    const text = error instanceof KerasError ? error.message : file_text(String((error as Error)?.message ?? error))
    throw new ModelFormatError('format', 'unreadable', `The file cannot be read: ${text}`, { cause: error })
  }
}
