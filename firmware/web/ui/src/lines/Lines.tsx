import type { ReactNode } from 'react'
import { Link } from 'wouter'
import type { ShownLine } from '../../../contract.ts'
import { useLive, useSection } from '../api/queries.ts'
import type { AnalogHandset, Extension, FxoLine } from '../model.ts'
import { Empty } from '../parts/Empty.tsx'
import { Lamp } from '../parts/Lamp.tsx'
import { Loaded } from '../parts/Loaded.tsx'
import { Page } from '../parts/Page.tsx'
import { useWords } from '../words/use-words.ts'
import { isTrouble, LINE_TONES, lineState } from './line-state.ts'
import { Meter } from './Meter.tsx'
import { Trunks } from './Trunks.tsx'

/** Every line as a tile: what it is doing, how loud it is, what is wrong with it. */
export function Lines(): ReactNode {
  const { t } = useWords()
  const lines = useLive('lines')
  return (
    <Page title={t('nav.lines')}>
      <Loaded query={lines}>
        {(list) =>
          list.length > 0 ? (
            <div className="stack">
              <Tiles title={t('lines.fxo')} lines={list.filter(({ kind }) => kind === 'fxo')} />
              <Tiles title={t('lines.fxs')} lines={list.filter(({ kind }) => kind === 'fxs')} />
              <Trunks />
              <Numbers />
            </div>
          ) : (
            <div className="stack">
              <Empty icon="lines">{t('lines.none')}</Empty>
              <Trunks />
              <Numbers />
            </div>
          )
        }
      </Loaded>
    </Page>
  )
}

function Tiles({ title, lines }: { title: string; lines: readonly ShownLine[] }): ReactNode {
  const fxo = useSection<FxoLine>('fxoLines').data ?? []
  const analog = useSection<AnalogHandset>('analogHandsets').data ?? []
  if (lines.length === 0) return null
  const described = new Map([...fxo, ...analog].map((one) => [one.port, one.description]))
  return (
    <section>
      <h2 className="section-title">{title}</h2>
      <div className="tiles">
        {lines.map((line) => (
          <Tile key={line.line} line={line} description={described.get(line.line) ?? ''} />
        ))}
      </div>
    </section>
  )
}

function Tile({ line, description }: { line: ShownLine; description: string }): ReactNode {
  const { t } = useWords()
  const state = lineState(line)
  return (
    <article className="panel tile">
      <div className="row">
        <h3>
          <Link href={`/lines/${line.line}`} className="link-row">
            {description || line.line}
          </Link>
        </h3>
        <span className="tag row-end">{line.line}</span>
      </div>
      <Lamp tone={LINE_TONES[state]}>{t(`line.${state}`)}</Lamp>
      {isTrouble(state) && (
        <p className="wrong" data-tone={LINE_TONES[state]}>
          {t(`line.${state}-help` as 'line.no-audio-help')}
        </p>
      )}
      <div>
        <Meter label={t('line.from')} level={line.levelFrom} />
        <Meter label={t('line.to')} level={line.levelTo} />
      </div>
    </article>
  )
}

/** Every number that can be dialled here. */
function Numbers(): ReactNode {
  const { t } = useWords()
  const extensions = useSection<Extension>('extensions').data ?? []
  const others = extensions.filter(({ kind }) => kind !== 'user')
  return (
    <section className="panel">
      <h2>{t('lines.numbers')}</h2>
      <p className="small dim">{t('lines.numbers-help', { count: extensions.length })}</p>
      <ul className="plain-list">
        {others.map(({ id, number, kind, description }) => (
          <li key={id} className="row">
            <Link href={`/extensions/${id}`} className="link-row num">
              {number}
            </Link>
            <span>{description}</span>
            <span className="tag row-end">{t(`extension.${kind}`)}</span>
          </li>
        ))}
      </ul>
    </section>
  )
}
