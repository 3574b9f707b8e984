import { Table } from '@mantine/core'
import type { ReactNode } from 'react'
import { Link } from 'wouter'
import { useLive } from '../api/queries.ts'
import { useNow } from '../clock.ts'
import { Empty } from '../parts/Empty.tsx'
import { Loaded } from '../parts/Loaded.tsx'
import { useWords } from '../words/use-words.ts'
import { CallState } from './CallState.tsx'
import { sides } from './call-words.ts'

export function CallsNow(): ReactNode {
  const { t, duration } = useWords()
  const calls = useLive('calls')
  const now = useNow(1000)
  return (
    <Loaded query={calls}>
      {(list) =>
        list.length === 0 ? (
          <Empty icon="phone">{t('calls.none')}</Empty>
        ) : (
          <div className="panel panel-flush table-wrap">
            <Table className="cards">
              <Table.Thead>
                <Table.Tr>
                  <Table.Th>{t('calls.from')}</Table.Th>
                  <Table.Th>{t('calls.to')}</Table.Th>
                  <Table.Th>{t('phones.state')}</Table.Th>
                  <Table.Th>{t('calls.since')}</Table.Th>
                </Table.Tr>
              </Table.Thead>
              <Table.Tbody>
                {list.map((call) => {
                  const { from, to } = sides(call)
                  return (
                    <Table.Tr key={call.call}>
                      <Table.Td>
                        <Link href={`/calls/${call.call}`} className="link-row">
                          <bdi>{from}</bdi>
                        </Link>
                      </Table.Td>
                      <Table.Td data-label={t('calls.to')}>
                        <bdi>{to}</bdi>
                      </Table.Td>
                      <Table.Td data-label={t('phones.state')}>
                        <CallState call={call} />
                      </Table.Td>
                      <Table.Td data-label={t('calls.since')} className="num">
                        {duration((now - call.startedAt) / 1000)}
                      </Table.Td>
                    </Table.Tr>
                  )
                })}
              </Table.Tbody>
            </Table>
          </div>
        )
      }
    </Loaded>
  )
}
