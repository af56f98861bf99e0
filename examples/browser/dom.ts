/** The element of the page with an id. */
export const element = <T extends Element = HTMLElement>(id: string): T => document.getElementById(id) as unknown as T

export const button = (id: string): HTMLButtonElement => element<HTMLButtonElement>(id)

type Content = string | Node

/** A new element. Texts stay texts, whatever they hold. */
export function make<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  properties: Partial<HTMLElementTagNameMap[K]> = {},
  ...content: Content[]
): HTMLElementTagNameMap[K] {
  const made = Object.assign(document.createElement(tag), properties)
  made.append(...content)
  return made
}

/** A new element of a picture. */
export function make_svg(tag: string, attributes: Record<string, string | number>, ...content: Content[]): SVGElement {
  const made = document.createElementNS('http://www.w3.org/2000/svg', tag)
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, String(value))
  made.append(...content)
  return made
}

/** Says what went wrong at the top of the page; null takes that away. */
export function tell(problem: unknown, what = 'That did not work'): void {
  const place = element('problem')
  place.hidden = problem === null
  place.textContent = problem === null ? '' : `${what}: ${(problem as Error).message ?? problem}`
}
