import type { Model } from 'keras-tfjs'
import { button, element, make, tell } from './dom'

/** What the page does with files. */
export interface FileActions {
  /** Opens a file, and answers what to say of it. */
  open(file: File): Promise<string>
  /** The model to save, and a name for it. */
  present(): { model: Model; name: string }
}

/** Takes one file after another, dropped anywhere on the page or chosen with the button, and gives the model as a file. */
export function take_files({ open, present }: FileActions): void {
  const chooser = element<HTMLInputElement>('file')
  const zone = element('drop')
  let work = Promise.resolve()

  const take = (file: File): void => {
    work = work.then(async () => {
      tell(null)
      element('file-state').textContent = `Opening ${file.name}…`
      try {
        element('file-state').textContent = await open(file)
      } catch (error) {
        element('file-state').textContent = `${file.name} was not opened; nothing has changed.`
        tell(error, file.name)
      }
    })
  }

  chooser.onchange = () => {
    const file = chooser.files?.[0]
    if (file) take(file)
    chooser.value = ''
  }
  const mark = (on: boolean): void => void zone.classList.toggle('over', on)
  window.addEventListener('dragover', (event) => {
    event.preventDefault()
    mark(true)
  })
  window.addEventListener('dragleave', (event) => {
    if (event.relatedTarget === null) mark(false)
  })
  window.addEventListener('drop', (event) => {
    event.preventDefault()
    mark(false)
    const file = event.dataTransfer?.files[0]
    if (file) take(file)
  })
  button('download').onclick = () => {
    tell(null)
    const { model, name } = present()
    save(model, name).catch(tell)
  }
}

async function save(model: Model, name: string): Promise<void> {
  const blob = new Blob([(await model.save()) as Uint8Array<ArrayBuffer>], { type: 'application/octet-stream' })
  const link = make('a', { href: URL.createObjectURL(blob), download: `${name.replace(/[^\w.-]+/g, '_') || 'model'}.keras` })
  link.click()
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000)
}
