/** How long work goes on before other things get their turn. */
const stretch = 100

let last = 0

/** Lets timers and events run, when it is time again: training does not freeze a page. */
export async function pause_when_due(): Promise<void> {
  const moment = performance.now()
  if (moment - last < stretch) return
  await new Promise<void>((resolve) => {
    setTimeout(resolve, 0)
  })
  last = performance.now()
}
