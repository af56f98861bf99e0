/** What bytes are answered as, when there is no path: a `Uint8Array` (default), or a `Blob` for a browser to download or upload. */
export type AnswerForm = 'bytes' | 'blob'

/** Bytes in the form that the caller wants. */
export function answer(bytes: Uint8Array, form: AnswerForm): Uint8Array | Blob {
  return form === 'blob' ? new Blob([bytes as BlobPart], { type: 'application/octet-stream' }) : bytes
}
