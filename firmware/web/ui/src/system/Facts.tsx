import { Anchor } from '@mantine/core'
import type { ReactNode } from 'react'
import type { SystemFacts } from '../../../contract.ts'
import { useWords } from '../words/use-words.ts'

/** Versions, storage and the certificate. */
export function Facts({ facts }: { facts: SystemFacts }): ReactNode {
  const { t, date, dateTime, bytes, number } = useWords()
  const { version, node, startedAt, addresses, storage, certificate } = facts
  const used = 1 - storage.freeBytes / Math.max(1, storage.totalBytes)
  return (
    <div className="stack">
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
      <section className="panel">
        <h2>{t('system.certificate')}</h2>
        <dl className="facts">
          <dt>{t('system.names')}</dt>
          <dd>{certificate.names.join(', ')}</dd>
          <dt>{t('system.until')}</dt>
          <dd>{date(certificate.notAfter)}</dd>
          <dt>{t('system.fingerprint')}</dt>
          <dd className="mono">{certificate.caFingerprint}</dd>
        </dl>
        <p className="small dim">{t('system.trust-why')}</p>
        <Anchor href="/trust">{t('system.trust')}</Anchor>
      </section>
    </div>
  )
}
