/**
 * A bar chart as SVG, for light and dark pages. Must not know what is measured.
 *
 * @module
 */

/** A bar. */
export interface Bar {
  readonly label: string
  readonly value: number
  readonly text: string
  readonly isOurs: boolean
}

/** Bars of one unit, beneath a title. */
export interface BarGroup {
  readonly title: string
  readonly bars: readonly Bar[]
}

const WIDTH = 760
const LABEL_WIDTH = 230
const VALUE_WIDTH = 110
const BAR_HEIGHT = 16
const STEP = 24
const TITLE_STEP = 34

const STYLE = `
text { font: 13px system-ui, sans-serif; fill: #1f2328 }
.title { font-weight: 600 }
.label { text-anchor: end }
.ours { fill: #0969da }
.other { fill: #afb8c1 }
@media (prefers-color-scheme: dark) {
  text { fill: #e6edf3 }
  .ours { fill: #4493f8 }
  .other { fill: #545d68 }
}
`

/** Draws groups of bars, each group to a scale of its own. `description` is read aloud in place of the picture. */
export function toBarChart(description: string, groups: readonly BarGroup[]): string {
  let top = 0
  const drawn = groups.map((group) => {
    const text = drawGroup(group, top)
    top += TITLE_STEP + group.bars.length * STEP
    return text
  })
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${top + 10}" width="${WIDTH}" role="img" aria-label="${escape(description)}">
<style>${STYLE}</style>
${drawn.join('\n')}
</svg>
`
}

function drawGroup({ title, bars }: BarGroup, top: number): string {
  const longest = Math.max(...bars.map(({ value }) => value))
  const scale = (WIDTH - LABEL_WIDTH - VALUE_WIDTH) / longest
  return [
    `<text class="title" x="0" y="${top + 24}">${escape(title)}</text>`,
    ...bars.map((bar, index) => drawBar(bar, scale, top + TITLE_STEP + index * STEP)),
  ].join('\n')
}

function drawBar({ label, value, text, isOurs }: Bar, scale: number, top: number): string {
  const width = Math.max(1, value * scale).toFixed(1)
  const middle = top + BAR_HEIGHT - 3
  return [
    `<text class="label" x="${LABEL_WIDTH - 10}" y="${middle}">${escape(label)}</text>`,
    `<rect class="${isOurs ? 'ours' : 'other'}" x="${LABEL_WIDTH}" y="${top}" width="${width}" height="${BAR_HEIGHT}" rx="2"/>`,
    `<text x="${(LABEL_WIDTH + Number(width) + 8).toFixed(1)}" y="${middle}">${escape(text)}</text>`,
  ].join('\n')
}

function escape(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;')
}
