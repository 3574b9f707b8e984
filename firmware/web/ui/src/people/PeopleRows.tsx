// biome-ignore-all lint/a11y/useSemanticElements: rows that are not there cannot be rows of a table
// biome-ignore-all lint/a11y/useFocusableInteractive: its links have the focus, not its rows
import { Checkbox } from '@mantine/core'
import { useWindowVirtualizer } from '@tanstack/react-virtual'
import { type ReactNode, useLayoutEffect, useRef, useState } from 'react'
import { Link } from 'wouter'
import { Face } from '../parts/Face.tsx'
import { LampShape } from '../parts/Lamp.tsx'
import { PHONE_TONES, phoneState } from '../phones/phone-state.ts'
import { useWords } from '../words/use-words.ts'
import type { Known } from './people.ts'

const ROW_PX = 56

/** Only the rows that can be seen are made: ten thousand people are as quick as ten. */
export function PeopleRows({
  people,
  ticked,
  onTick,
  templates,
}: {
  people: readonly Known[]
  /** Those that are chosen, where some are being chosen. */
  ticked: ReadonlySet<string> | undefined
  onTick: (ticked: ReadonlySet<string>) => void
  /** Shows the template that was applied last in the place of the telephones (USER-2). */
  templates: boolean
}): ReactNode {
  const { t } = useWords()
  const list = useRef<HTMLDivElement>(null)
  const [top, setTop] = useState(0)
  useLayoutEffect(() => {
    setTop((list.current?.getBoundingClientRect().top ?? 0) + window.scrollY)
  }, [])
  const rows = useWindowVirtualizer({
    count: people.length,
    estimateSize: () => ROW_PX,
    overscan: 8,
    scrollMargin: top,
    getItemKey: (index) => people[index]?.id ?? index,
  })
  return (
    <div className="panel panel-flush" role="table" aria-rowcount={people.length + 1}>
      <div role="rowgroup">
        <div className="people-row people-head" role="row" aria-rowindex={1}>
          <span role="columnheader">{t('people.name')}</span>
          <span role="columnheader">{t('people.number')}</span>
          <span role="columnheader">{t(templates ? 'templates.last' : 'people.phones')}</span>
        </div>
      </div>
      <div role="rowgroup" ref={list} className="rows" style={{ height: rows.getTotalSize() }}>
        {rows.getVirtualItems().map(({ index, key, start }) => {
          const person = people[index]
          return (
            person && (
              <div
                key={key}
                className="people-row rows-row"
                role="row"
                aria-rowindex={index + 2}
                style={{ height: ROW_PX, transform: `translateY(${start - top}px)` }}
              >
                <PersonCells
                  person={person}
                  ticked={ticked}
                  onTick={onTick}
                  templates={templates}
                />
              </div>
            )
          )
        })}
      </div>
    </div>
  )
}

function PersonCells({
  person,
  ticked,
  onTick,
  templates,
}: {
  person: Known
  ticked: ReadonlySet<string> | undefined
  onTick: (ticked: ReadonlySet<string>) => void
  templates: boolean
}): ReactNode {
  const { t } = useWords()
  const { id, name, login, numbers, phones, handsets, photo, template } = person
  return (
    <>
      <span role="cell" className="cut row row-tight">
        {ticked ? (
          <Checkbox
            aria-label={t('list.choose', { name: name || login })}
            checked={ticked.has(id)}
            onChange={(event) => {
              const next = new Set(ticked)
              if (event.currentTarget.checked) next.add(id)
              else next.delete(id)
              onTick(next)
            }}
          />
        ) : (
          <Face photo={photo} name={name || login} size={32} />
        )}
        <Link href={`/people/${id}`} className="link-row">
          <bdi>{name || login}</bdi>
        </Link>
      </span>
      <span role="cell" className="num">
        {numbers.join(', ') || <span className="dim">{t('people.no-number')}</span>}
      </span>
      {templates ? (
        <span role="cell" className="cut">
          <bdi>{template?.name ?? t('templates.default')}</bdi>
          {template?.differs && (
            <span title={t('templates.differs')}>
              {' '}
              !<span className="hidden-list">{t('templates.differs')}</span>
            </span>
          )}
        </span>
      ) : (
        <span role="cell" className="row">
          {phones.map((phone) => (
            <span key={phone.handset} className="lamp small">
              <LampShape tone={PHONE_TONES[phoneState(phone)]} />
              {t(`phone.${phoneState(phone)}`)}
            </span>
          ))}
          {handsets.length === 0 && <span className="dim small">{t('people.no-phone')}</span>}
        </span>
      )}
    </>
  )
}
