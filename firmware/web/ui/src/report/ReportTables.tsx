import { Table } from '@mantine/core'
import type { ReactNode } from 'react'
import type { ConfigReport } from '../../../contract.ts'
import { useWords } from '../words/use-words.ts'

/** A table a subject; a column that nothing is in is left out. */
export function ReportTables({ report }: { report: ConfigReport }): ReactNode {
  const { t, moment } = useWords()
  const { site, revision, at, tables } = report
  return (
    <>
      <p className="small dim">{t('report.of', { site, revision, time: moment(at) })}</p>
      {tables
        .filter(({ rows }) => rows.length > 0)
        .map((table) => (
          <section key={table.section} className="panel panel-flush table-wrap">
            <h2>{table.title}</h2>
            {table.columns.length > 0 ? <List table={table} /> : <Settings table={table} />}
          </section>
        ))}
    </>
  )
}

type Shown = { readonly table: ConfigReport['tables'][number] }

function List({ table: { columns, rows } }: Shown): ReactNode {
  const used = columns.flatMap((name, at) => (rows.some((row) => row[at]) ? [{ name, at }] : []))
  return (
    <Table className="cards">
      <Table.Thead>
        <Table.Tr>
          {used.map(({ name, at }) => (
            <Table.Th key={at}>{name}</Table.Th>
          ))}
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {rows.map((row, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: the rows of a report do not move
          <Table.Tr key={index}>
            {used.map(({ name, at }) => (
              <Table.Td key={at} data-label={name}>
                <bdi>{row[at]}</bdi>
              </Table.Td>
            ))}
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  )
}

function Settings({ table: { rows } }: Shown): ReactNode {
  return (
    <Table>
      <Table.Tbody>
        {rows.map(([label, value]) => (
          <Table.Tr key={label}>
            <Table.Th scope="row">{label}</Table.Th>
            <Table.Td>
              <bdi>{value}</bdi>
            </Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  )
}
