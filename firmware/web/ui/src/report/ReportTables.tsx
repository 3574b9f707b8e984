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
          <section key={table.section} className="panel panel-flush">
            <h2>{table.title}</h2>
            {table.columns.length > 0 ? <Wide table={table} /> : <Settings table={table} />}
          </section>
        ))}
    </>
  )
}

type Shown = { readonly table: ConfigReport['tables'][number] }

/** A table that may be wider than the page: it scrolls, also by the keys. */
function Wide({ table }: Shown): ReactNode {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls is reached by the keyboard (WCAG 2.1.1)
    <section className="table-wrap" tabIndex={0} aria-label={table.title}>
      <List table={table} />
    </section>
  )
}

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
