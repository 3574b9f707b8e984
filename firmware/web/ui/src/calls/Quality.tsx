import { Table } from '@mantine/core'
import type { ReactNode } from 'react'
import type { ShownQuality } from '../../../contract.ts'
import { Lamp } from '../parts/Lamp.tsx'
import { useWords } from '../words/use-words.ts'
import { party } from './call-words.ts'
import { lostPercent, toneOfScore } from './quality.ts'

/** What each party's audio was like, as it was really received; what nobody could tell is said to be unknown. */
export function Quality({ legs }: { legs: readonly ShownQuality[] }): ReactNode {
  const { t } = useWords()
  const unknown = t('quality.unknown')
  const score = (mos: number | undefined) => (
    <Lamp tone={toneOfScore(mos)}>{mos === undefined ? unknown : mos.toFixed(1)}</Lamp>
  )
  return (
    <section className="panel">
      <h2>{t('quality.title')}</h2>
      <p className="small dim">{t('quality.help')}</p>
      <div className="table-wrap">
        <Table className="cards">
          <Table.Thead>
            <Table.Tr>
              <Table.Th>{t('quality.party')}</Table.Th>
              <Table.Th>{t('quality.from')}</Table.Th>
              <Table.Th>{t('quality.to')}</Table.Th>
              <Table.Th>{t('quality.lost')}</Table.Th>
              <Table.Th>{t('quality.jitter')}</Table.Th>
              <Table.Th>{t('quality.round-trip')}</Table.Th>
              <Table.Th>{t('quality.codec')}</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {legs.map((leg) => {
              const lost = lostPercent(leg)
              return (
                <Table.Tr key={leg.leg}>
                  <Table.Td data-label={t('quality.party')}>
                    <bdi>{leg.party ? party(leg.party) : unknown}</bdi>
                  </Table.Td>
                  <Table.Td data-label={t('quality.from')}>{score(leg.mos)}</Table.Td>
                  <Table.Td data-label={t('quality.to')}>{score(leg.remoteMos)}</Table.Td>
                  <Table.Td data-label={t('quality.lost')}>
                    {lost === undefined ? unknown : `${lost} %`}
                  </Table.Td>
                  <Table.Td data-label={t('quality.jitter')}>
                    {leg.packetsReceived > 0 ? `${Math.round(leg.jitterMs)} ms` : unknown}
                  </Table.Td>
                  <Table.Td data-label={t('quality.round-trip')}>
                    {leg.roundTripMs === undefined ? unknown : `${Math.round(leg.roundTripMs)} ms`}
                  </Table.Td>
                  <Table.Td data-label={t('quality.codec')}>
                    {leg.codec ?? unknown}
                    {leg.encryption && <span className="tag">{t('quality.encrypted')}</span>}
                  </Table.Td>
                </Table.Tr>
              )
            })}
          </Table.Tbody>
        </Table>
      </div>
    </section>
  )
}
