// biome-ignore-all lint/a11y/useSemanticElements: rows that are not there cannot be rows of a table
// biome-ignore-all lint/a11y/useFocusableInteractive: its links have the focus, not its rows
import { useWindowVirtualizer } from '@tanstack/react-virtual'
import { type ReactNode, useLayoutEffect, useRef, useState } from 'react'
import { Link } from 'wouter'
import { LampShape } from '../parts/Lamp.tsx'
import { PHONE_TONES, phoneState } from '../phones/phone-state.ts'
import { useWords } from '../words/use-words.ts'
import type { Known } from './people.ts'

const ROW_PX = 56

/** Only the rows that can be seen are made: ten thousand people are as quick as ten. */
export function PeopleRows({ people }: { people: readonly Known[] }): ReactNode {
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
          <span role="columnheader">{t('people.phones')}</span>
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
                <PersonCells person={person} />
              </div>
            )
          )
        })}
      </div>
    </div>
  )
}

function PersonCells({ person }: { person: Known }): ReactNode {
  const { t } = useWords()
  const { id, name, login, numbers, phones, handsets } = person
  return (
    <>
      <span role="cell" className="cut">
        <Link href={`/people/${id}`} className="link-row">
          <bdi>{name || login}</bdi>
        </Link>
      </span>
      <span role="cell" className="num">
        {numbers.join(', ') || <span className="dim">{t('people.no-number')}</span>}
      </span>
      <span role="cell" className="row">
        {phones.map((phone) => (
          <span key={phone.handset} className="lamp small">
            <LampShape tone={PHONE_TONES[phoneState(phone)]} />
            {t(`phone.${phoneState(phone)}`)}
          </span>
        ))}
        {handsets.length === 0 && <span className="dim small">{t('people.no-phone')}</span>}
      </span>
    </>
  )
}
