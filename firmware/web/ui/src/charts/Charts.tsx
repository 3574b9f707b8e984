import { SegmentedControl } from '@mantine/core'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { type ReactNode, useState } from 'react'
import type { Measured } from '../../../contract.ts'
import { api } from '../api/api.ts'
import { Loaded } from '../parts/Loaded.tsx'
import { useWords } from '../words/use-words.ts'
import { Chart } from './Chart.tsx'

const HOURS = ['1', '6', '24'] as const
const MEMORY_LEAST = 100e6 // octets: a server at rest is a line near the ground, not noise

/** Calls, processor and memory of the last hours. */
export function Charts(): ReactNode {
  const { t, number, bytes } = useWords()
  const [hours, setHours] = useState<string>('1')
  const measured = useQuery({
    queryKey: ['measures', hours],
    queryFn: ({ signal }) => api.get<Measured>(`/measures?hours=${hours}`, signal),
    refetchInterval: 10_000,
    placeholderData: keepPreviousData,
  })
  const percent = (value: number) =>
    number(value / 100, { style: 'percent', maximumFractionDigits: value < 10 ? 1 : 0 })
  return (
    <section className="panel stack">
      <div className="row">
        <h2 className="panel-title">{t('chart.title')}</h2>
        <SegmentedControl
          className="row-end"
          size="xs"
          transitionDuration={0}
          aria-label={t('chart.range')}
          value={hours}
          onChange={setHours}
          data={HOURS.map((one) => ({
            value: one,
            label: t('chart.hours', { count: Number(one) }),
          }))}
        />
      </div>
      <Loaded query={measured}>
        {(all) => (
          <div className="charts">
            <Chart
              title={t('chart.calls')}
              measured={all}
              values={all.calls}
              say={(value) => number(value, { maximumFractionDigits: 1 })}
              least={4}
            />
            <Chart
              title={t('chart.cpu')}
              measured={all}
              values={all.cpuPercent}
              say={percent}
              least={10}
            />
            <Chart
              title={t('chart.memory')}
              measured={all}
              values={all.memory}
              say={bytes}
              least={MEMORY_LEAST}
            />
          </div>
        )}
      </Loaded>
    </section>
  )
}
