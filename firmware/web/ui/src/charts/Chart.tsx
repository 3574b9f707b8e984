import { type ReactNode, useEffect, useRef, useState } from 'react'
import UPlot from 'uplot'
import 'uplot/dist/uPlot.min.css'
import { Table } from '@mantine/core'
import type { Measured } from '../../../contract.ts'
import { useWords } from '../words/use-words.ts'
import { coarser, highest } from './samples.ts'

const HEIGHT = 150 // pixels
const ROWS = 12 // of the table

interface ChartProps {
  readonly title: string
  readonly measured: Measured
  readonly values: readonly (number | null)[]
  /** In words, with its unit. */
  readonly say: (value: number) => string
  /** The axis goes at least so far. */
  readonly least: number
}

/** One measure over time as a line; the same as a table for whoever cannot see or use the drawing. */
export function Chart({ title, measured, values, say, least }: ChartProps): ReactNode {
  const { t, clockTime } = useWords()
  const [at, setAt] = useState<number | null>(null)
  const last = values.findLast((value) => value !== null) ?? null
  const most = highest(values)
  const shown = at === null ? last : (values[at] ?? null)
  const when = at === null ? undefined : clockTime(measured.from + at * measured.stepMs)
  return (
    <figure className="chart" aria-label={title}>
      <figcaption className="row">
        <strong>{title}</strong>
        <span className="row-end num">
          {when && <span className="dim">{when} </span>}
          {shown === null ? '–' : say(shown)}
        </span>
      </figcaption>
      <Drawing measured={measured} values={values} say={say} least={least} onCursor={setAt} />
      <details className="small">
        <summary>
          {t('chart.table')}
          {most !== null && <span className="dim"> {t('chart.most', { value: say(most) })}</span>}
        </summary>
        <Table className="chart-table">
          <Table.Thead>
            <Table.Tr>
              <Table.Th>{t('records.when')}</Table.Th>
              <Table.Th>{title}</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {coarser(measured, values, ROWS).map(({ at: begin, value }) => (
              <Table.Tr key={begin}>
                <Table.Td className="num">{clockTime(begin)}</Table.Td>
                <Table.Td className="num">{value === null ? '–' : say(value)}</Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </details>
    </figure>
  )
}

type DrawingProps = Omit<ChartProps, 'title'> & {
  readonly onCursor: (index: number | null) => void
}

/** The canvas. Made anew with its colours; its data and its width change in place. */
function Drawing({ measured, values, say, least, onCursor }: DrawingProps): ReactNode {
  const { clockTime } = useWords()
  const box = useRef<HTMLDivElement>(null)
  const drawn = useRef<UPlot>(undefined)
  const parts = useRef({ say, least, clockTime, onCursor })
  parts.current = { say, least, clockTime, onCursor }
  const scheme = useScheme()

  // biome-ignore lint/correctness/useExhaustiveDependencies: the colours are read from the scheme's variables
  useEffect(() => {
    const place = box.current
    if (!place) return
    const chart = new UPlot(optionsFor(place, parts), [[], []], place)
    drawn.current = chart
    const watch = new ResizeObserver(() => {
      chart.setSize({ width: place.clientWidth, height: HEIGHT })
    })
    watch.observe(place)
    return () => {
      watch.disconnect()
      chart.destroy()
    }
  }, [scheme])
  // biome-ignore lint/correctness/useExhaustiveDependencies: a chart made anew needs its data
  useEffect(() => {
    const { from, stepMs } = measured
    const seconds = values.map((_, index) => (from + index * stepMs) / 1000)
    drawn.current?.setData([seconds, [...values]])
  }, [measured, values, scheme])
  return <div ref={box} className="chart-box" aria-hidden="true" />
}

type Parts = Pick<DrawingProps, 'say' | 'least' | 'onCursor'> & {
  readonly clockTime: (at: number) => string
}

function optionsFor(place: HTMLElement, parts: { readonly current: Parts }): UPlot.Options {
  const style = getComputedStyle(place)
  const colour = (name: string) => style.getPropertyValue(name).trim()
  const axis = {
    stroke: colour('--mantine-color-dimmed'),
    font: '12px system-ui',
    grid: { stroke: colour('--edge'), width: 1 },
    ticks: { show: false },
  }
  const line = colour('--mantine-color-petrol-5')
  return {
    width: place.clientWidth,
    height: HEIGHT,
    legend: { show: false },
    cursor: { y: false, drag: { setScale: false, x: false, y: false } },
    scales: {
      y: { range: (_chart, _low, high) => [0, Math.max(parts.current.least, high * 1.1)] },
    },
    axes: [
      {
        ...axis,
        size: 28,
        space: 70,
        values: (_chart, splits) => splits.map((at) => parts.current.clockTime(at * 1000)),
      },
      {
        ...axis,
        size: 62,
        space: 36,
        values: (_chart, splits) => splits.map((value) => parts.current.say(value)),
      },
    ],
    series: [{}, { stroke: line, width: 2, fill: `${line}22`, points: { show: false } }],
    hooks: { setCursor: [({ cursor }) => parts.current.onCursor(cursor.idx ?? null)] },
  }
}

/** `light` or `dark`, as the page is now. */
function useScheme(): string {
  const [scheme, setScheme] = useState(schemeNow)
  useEffect(() => {
    const watch = new MutationObserver(() => setScheme(schemeNow()))
    watch.observe(document.documentElement, { attributeFilter: ['data-mantine-color-scheme'] })
    return () => watch.disconnect()
  }, [])
  return scheme
}

function schemeNow(): string {
  return document.documentElement.dataset.mantineColorScheme ?? ''
}
