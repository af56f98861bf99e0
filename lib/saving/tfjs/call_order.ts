/** A call of a layer: the calls whose outputs it takes, as names of layers and numbers of their calls. */
export type Call = readonly (readonly [string, number])[]

/**
 * The order in which TensorFlow.js layers makes the calls of each layer, as it reads a model: in rounds over all layers, leaving out a call
 * whose inputs are not there yet. Counting calls in any other order would wire a layer that is called at several depths wrongly.
 *
 * @param calls for each layer its calls as the model counts them; a layer of inputs has none.
 * @returns for each layer the numbers of its calls, in the order of making.
 */
export function order_of_making(calls: ReadonlyMap<string, readonly Call[]>): Map<string, number[]> {
  let order = new Map(Array.from(calls, ([layer, own]) => [layer, own.map((_, i) => i)]))
  for (;;) {
    const next = make_all(calls, order)
    if ([...next].every(([layer, own]) => String(own) === String(order.get(layer)))) return next
    order = next
  }
}

function make_all(calls: ReadonlyMap<string, readonly Call[]>, listed: ReadonlyMap<string, number[]>): Map<string, number[]> {
  const made = new Map<string, number[]>(Array.from(calls, ([layer]) => [layer, []]))
  const is_made = ([layer, index]: readonly [string, number]) =>
    calls.get(layer)!.length === 0 || made.get(layer)!.includes(index)
  let waiting = new Map(listed)
  while (waiting.size > 0) {
    const left = new Map<string, number[]>()
    for (const [layer, indices] of waiting) {
      const late = indices.filter((index) => {
        const ready = calls.get(layer)![index]!.every(is_made)
        if (ready) made.get(layer)!.push(index)
        return !ready
      })
      if (late.length > 0) left.set(layer, late)
    }
    waiting = left
  }
  return made
}
