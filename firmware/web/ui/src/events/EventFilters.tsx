import { Button, Checkbox } from '@mantine/core'
import type { ReactNode } from 'react'
import { Filters } from '../parts/Filters.tsx'
import { useWords } from '../words/use-words.ts'
import {
  type EventFilter,
  type EventKind,
  KINDS,
  SEVERITIES,
  type Severity,
  USUAL_FILTER,
} from './event-filter.ts'
import { eventsFile } from './events.ts'

interface EventFiltersProps {
  readonly value: EventFilter
  readonly onChange: (value: EventFilter) => void
}

/** EVT-3: text and days always, severities and kinds in a pane that opens; and the same events as files (EVT-5). */
export function EventFilters({ value, onChange }: EventFiltersProps): ReactNode {
  const { t } = useWords()
  return (
    <>
      <Filters label={t('events.search')} value={value} onChange={onChange} />
      <details>
        <summary>{t('events.narrow')}</summary>
        <div className="details-body stack">
          <Checkbox.Group
            label={t('events.severity')}
            value={[...value.severities]}
            onChange={(severities) => onChange({ ...value, severities: severities as Severity[] })}
          >
            <div className="row">
              {SEVERITIES.map((one) => (
                <Checkbox key={one} value={one} label={t(`severity.${one}`)} />
              ))}
            </div>
          </Checkbox.Group>
          <Checkbox.Group
            label={t('events.kind')}
            value={[...value.kinds]}
            onChange={(kinds) => onChange({ ...value, kinds: kinds as EventKind[] })}
          >
            <div className="row">
              {KINDS.map((one) => (
                <Checkbox key={one} value={one} label={t(`event-kind.${one}`)} />
              ))}
            </div>
          </Checkbox.Group>
          <div>
            <Button
              size="compact-sm"
              variant="default"
              onClick={() =>
                onChange({
                  ...value,
                  severities: USUAL_FILTER.severities,
                  kinds: USUAL_FILTER.kinds,
                })
              }
            >
              {t('events.usual')}
            </Button>
          </div>
        </div>
      </details>
      <div className="row">
        <Button
          component="a"
          variant="default"
          href={eventsFile(value, 'csv')}
          download="events.csv"
        >
          {t('events.csv')}
        </Button>
        <Button
          component="a"
          variant="default"
          href={eventsFile(value, 'txt')}
          download="events.txt"
        >
          {t('events.txt')}
        </Button>
      </div>
    </>
  )
}
