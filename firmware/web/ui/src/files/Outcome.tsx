import { Table } from '@mantine/core'
import type { ReactNode } from 'react'
import type { FieldProblem, Imported } from '../../../contract.ts'
import { Lines } from '../history/Lines.tsx'
import { useWords } from '../words/use-words.ts'

interface OutcomeProps {
  readonly looked: Imported | undefined
  readonly problems: readonly FieldProblem[]
}

/** What an import would do, or every place where the file is wrong. */
export function Outcome({ looked, problems }: OutcomeProps): ReactNode {
  const { t } = useWords()
  if (problems.length > 0) return <Problems problems={problems} />
  if (!looked) return null
  return (
    <div role="status" className="stack">
      <strong>{t('files.would', { count: looked.changes })}</strong>
      <Lines lines={looked.notes} />
      <Lines lines={looked.lines} />
    </div>
  )
}

function Problems({ problems }: { problems: readonly FieldProblem[] }): ReactNode {
  const { t } = useWords()
  return (
    <div className="table-wrap">
      <Table className="cards">
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{t('files.row')}</Table.Th>
            <Table.Th>{t('files.column')}</Table.Th>
            <Table.Th>{t('files.where')}</Table.Th>
            <Table.Th>{t('files.wrong')}</Table.Th>
            <Table.Th>{t('files.remedy')}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {problems.map(({ line, column, object, field, what, remedy }, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: two may be alike
            <Table.Tr key={index}>
              <Table.Td data-label={t('files.row')} className="num">
                {line ?? '–'}
              </Table.Td>
              <Table.Td data-label={t('files.column')} className="num">
                {column ?? '–'}
              </Table.Td>
              <Table.Td data-label={t('files.where')} className="clamp">
                <bdi>{[object, field].filter(Boolean).join(', ')}</bdi>
              </Table.Td>
              <Table.Td data-label={t('files.wrong')}>
                <bdi>{what}</bdi>
              </Table.Td>
              <Table.Td data-label={t('files.remedy')}>{remedy}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </div>
  )
}
