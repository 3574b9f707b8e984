import type { ReactNode } from 'react'
import type { SystemFacts } from '../../../contract.ts'
import { useWords } from '../words/use-words.ts'

/** Versions, addresses and storage. */
export function Facts({ facts }: { facts: SystemFacts }): ReactNode {
  const { t, dateTime, bytes, number } = useWords()
  const { version, node, startedAt, addresses, storage } = facts
  const used = 1 - storage.freeBytes / Math.max(1, storage.totalBytes)
  return (
    <section className="panel">
      <h2>{t('system.unit')}</h2>
      <dl className="facts">
        <dt>{t('system.version')}</dt>
        <dd>
          Strowger {version}, Node {node}
        </dd>
        <dt>{t('system.started')}</dt>
        <dd>{dateTime(startedAt)}</dd>
        <dt>{t('system.addresses')}</dt>
        <dd>{addresses.join(', ')}</dd>
        <dt>{t('system.storage')}</dt>
        <dd>
          {t('system.free', { free: bytes(storage.freeBytes), total: bytes(storage.totalBytes) })}
          <span className="meter" data-loud={used > 0.9} aria-hidden="true">
            <i style={{ transform: `scaleX(${used})` }} />
          </span>
          <span className="hidden-list">{number(used, { style: 'percent' })}</span>
        </dd>
      </dl>
    </section>
  )
}
