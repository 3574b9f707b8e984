import { Table } from '@mantine/core'
import type { ReactNode } from 'react'
import type { ShownLimit } from '../../../contract.ts'
import { Lamp } from '../parts/Lamp.tsx'
import { useWords, type Words } from '../words/use-words.ts'

const NEARLY = 0.9

/** Used of limit, a row each. */
export function LimitTable({ limits }: { limits: readonly ShownLimit[] }): ReactNode {
  const { t } = useWords()
  return (
    <div className="table-wrap">
      <Table className="cards cards-inner">
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{t('entitlements.what')}</Table.Th>
            <Table.Th>{t('entitlements.used')}</Table.Th>
            <Table.Th>{t('entitlements.room')}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {limits.map((limit) => (
            <Row key={limit.name} limit={limit} />
          ))}
        </Table.Tbody>
      </Table>
    </div>
  )
}

function Row({ limit }: { limit: ShownLimit }): ReactNode {
  const words = useWords()
  const { t, number } = words
  return (
    <Table.Tr>
      <Table.Td data-label={t('entitlements.what')}>{limit.label}</Table.Td>
      <Table.Td data-label={t('entitlements.used')}>
        {limit.used === undefined ? t('entitlements.unknown') : number(limit.used)}
        {limit.limit !== undefined && ` / ${number(limit.limit)}`}
      </Table.Td>
      <Table.Td data-label={t('entitlements.room')}>{roomOf(limit, words)}</Table.Td>
    </Table.Tr>
  )
}

function roomOf({ used, limit, most }: ShownLimit, { t, number }: Words): ReactNode {
  if (limit === undefined) return <Lamp tone="good">{t('entitlements.as-many')}</Lamp>
  const raise =
    most !== undefined && most > limit ? ` ${t('entitlements.most', { most: number(most) })}` : ''
  if (used === undefined) return raise || '–'
  if (used > limit) return <Lamp tone="warn">{t('entitlements.over') + raise}</Lamp>
  if (used === limit) return <Lamp tone="busy">{t('entitlements.full') + raise}</Lamp>
  const tone = used > limit * NEARLY ? 'busy' : 'good'
  return <Lamp tone={tone}>{t('entitlements.left', { count: limit - used }) + raise}</Lamp>
}
