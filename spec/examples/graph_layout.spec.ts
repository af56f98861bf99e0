import { box_height, lay_out } from '../../examples/browser/graph_layout'

describe('lay_out', () => {
  it('puts a chain below one another in one column', () => {
    const { places, lines } = lay_out(
      [100, 140, 100],
      [
        [0, 1],
        [1, 2],
      ],
    )
    expect(new Set(places.map(([x]) => x)).size).toBe(1)
    expect(places[0]![1] + box_height).toBeLessThan(places[1]![1])
    expect(lines[0]).toEqual([
      [places[0]![0], places[0]![1] + box_height],
      [places[1]![0], places[1]![1]],
    ])
  })

  it('puts branches beside one another without overlap', () => {
    const { places, width } = lay_out(
      [100, 100, 100, 100],
      [
        [0, 1],
        [0, 2],
        [1, 3],
        [2, 3],
      ],
    )
    expect(places[1]![1]).toBe(places[2]![1])
    expect(Math.abs(places[1]![0] - places[2]![0])).toBeGreaterThanOrEqual(100)
    expect(width).toBeGreaterThanOrEqual(200)
    for (const [x] of places) expect(x >= 50 && x <= width - 50).toBe(true)
  })

  it('leads a connection that skips a row past the box there', () => {
    const { places, lines } = lay_out(
      [100, 100, 100],
      [
        [0, 1],
        [1, 2],
        [0, 2],
      ],
    )
    const skip = lines[2]!
    expect(skip).toHaveLength(4)
    for (const [x] of skip.slice(1, 3)) expect(Math.abs(x - places[1]![0])).toBeGreaterThan(50)
  })

  it('puts an input that joins late right above what it joins', () => {
    const { places } = lay_out(
      [100, 100, 100, 100],
      [
        [0, 1],
        [1, 3],
        [2, 3],
      ],
    )
    expect(places[2]![1]).toBe(places[1]![1])
  })

  it('has room for a graph without boxes', () => {
    expect(lay_out([], []).places).toEqual([])
  })
})
