import { Button, Checkbox, Table, TextInput } from '@mantine/core'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { type ReactNode, useDeferredValue, useState } from 'react'
import { Link } from 'wouter'
import type { Changed, ConfigObject, Listing, ModelSection } from '../../../contract.ts'
import { api } from '../api/api.ts'
import { accepted } from '../api/changes.ts'
import { useModel } from '../api/queries.ts'
import { useMay } from '../api/use-may.ts'
import { ObjectForm } from '../forms/ObjectForm.tsx'
import { Empty } from '../parts/Empty.tsx'
import { Icon } from '../parts/Icon.tsx'
import { Loaded } from '../parts/Loaded.tsx'
import { Page } from '../parts/Page.tsx'
import { Sure } from '../parts/Sure.tsx'
import { PeopleTabs } from '../people/PeopleTabs.tsx'
import { useWords } from '../words/use-words.ts'
import type { Kind } from './kinds.ts'

const STEP = 100 // rows; the server gives 500 at most
const MOST = 500

/** Rows that are looked for on the server: ten thousand codes are as quick as ten. */
export function ListPage({ kind }: { kind: Kind }): ReactNode {
  const { t } = useWords()
  const mayAdd = useMay(kind.may.add)
  const [text, setText] = useState('')
  const [limit, setLimit] = useState(STEP)
  const q = useDeferredValue(text.trim())
  const found = useQuery({
    queryKey: ['config', kind.section, 'found', q, limit],
    queryFn: ({ signal }) =>
      api.get<Listing>(`/config/${kind.section}?limit=${limit}&q=${encodeURIComponent(q)}`, signal),
    placeholderData: keepPreviousData,
  })
  const add = mayAdd && (
    <Button component={Link} href={`${kind.path}/new`} leftSection={<Icon name="plus" size={18} />}>
      {t(kind.add)}
    </Button>
  )
  return (
    <Page title={t(kind.title)} lead={t(kind.lead)} actions={add}>
      <PeopleTabs />
      <div className="stack">
        <TextInput
          aria-label={t('list.search')}
          placeholder={t('list.search')}
          leftSection={<Icon name="search" size={18} />}
          value={text}
          onChange={(event) => setText(event.currentTarget.value)}
        />
        <Loaded query={found}>
          {({ items, total }) =>
            total === 0 ? (
              <Empty icon="people">{t(q === '' ? kind.none : 'list.nothing')}</Empty>
            ) : (
              <>
                <Rows kind={kind} items={items} total={total} />
                {total > items.length && limit < MOST && (
                  <Button variant="default" onClick={() => setLimit(MOST)}>
                    {t('list.more', { count: total - items.length })}
                  </Button>
                )}
                {total > items.length && limit >= MOST && (
                  <p className="dim">{t('list.refine', { count: total - items.length })}</p>
                )}
              </>
            )
          }
        </Loaded>
        <p className="small dim">
          {t('list.files')} <Link href="/system/files">{t('files.title')}</Link>
        </p>
        {kind.settings && (
          <section className="panel">
            <h2>{t('list.settings')}</h2>
            <ObjectForm section={kind.settings} id={kind.settings} />
          </section>
        )}
      </div>
    </Page>
  )
}

interface RowsProps {
  readonly kind: Kind
  readonly items: readonly ConfigObject[]
  readonly total: number
}

function Rows({ kind, items, total }: RowsProps): ReactNode {
  const words = useWords()
  const { t } = words
  const declared = useModel().data?.find(({ section }) => section === kind.section)
  const mayRemove = useMay(kind.may.remove)
  const [ticked, setTicked] = useState<ReadonlySet<string>>(new Set())
  const chosen = items.filter(({ id }) => ticked.has(id))
  const tick = (id: string) =>
    setTicked(new Set(ticked.has(id) ? [...ticked].filter((one) => one !== id) : [...ticked, id]))
  const remove = async () => {
    const changes = chosen.map(({ id }) => ({ do: 'remove', section: kind.section, id }))
    const changed = await api.post<Changed>('/config', { changes })
    setTicked(new Set())
    accepted(changed, t('list.removed', { count: chosen.length }), words)
  }
  return (
    <>
      <div className="row">
        <span className="small dim" role="status">
          {chosen.length > 0
            ? t('list.chosen', { count: chosen.length })
            : t('list.count', { count: total })}
        </span>
        {chosen.length > 0 && (
          <Sure
            label={t('list.remove', { count: chosen.length })}
            title={t('list.remove-ask', { count: chosen.length })}
            text={t('remove.undo')}
            act={remove}
          />
        )}
      </div>
      <div className="panel panel-flush table-wrap">
        <Table className="cards">
          <Table.Thead>
            <Table.Tr>
              {mayRemove && (
                <Table.Th className="tick">
                  <Checkbox
                    aria-label={t('list.choose-all')}
                    checked={chosen.length === items.length}
                    indeterminate={chosen.length > 0 && chosen.length < items.length}
                    onChange={() =>
                      setTicked(
                        new Set(chosen.length === items.length ? [] : items.map(({ id }) => id)),
                      )
                    }
                  />
                </Table.Th>
              )}
              {kind.columns.map((column) => (
                <Table.Th key={column}>{labelOf(declared, column) || t('people.name')}</Table.Th>
              ))}
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {items.map((object) => (
              <Table.Tr key={object.id}>
                {mayRemove && (
                  <Table.Td className="tick">
                    <Checkbox
                      aria-label={t('list.choose', { name: kind.name(object) })}
                      checked={ticked.has(object.id)}
                      onChange={() => tick(object.id)}
                    />
                  </Table.Td>
                )}
                {kind.columns.map((column, at) => (
                  <Table.Td key={column} data-label={labelOf(declared, column) || t('people.name')}>
                    {at === 0 ? (
                      <Link href={`${kind.path}/${object.id}`} className="link-row">
                        <bdi>{cell(kind, declared, object, column)}</bdi>
                      </Link>
                    ) : (
                      <Cell text={cell(kind, declared, object, column)} />
                    )}
                  </Table.Td>
                ))}
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </div>
    </>
  )
}

/** Numbers stay on one line. */
function Cell({ text }: { text: string }): ReactNode {
  return <bdi className={/^[\d*#P]{1,20}$/.test(text) ? 'nowrap' : 'clamp'}>{text}</bdi>
}

function labelOf(declared: ModelSection | undefined, column: string): string {
  return declared?.fields.find(({ name }) => name === column)?.label ?? ''
}

function cell(
  kind: Kind,
  declared: ModelSection | undefined,
  object: ConfigObject,
  column: string,
): string {
  const field = declared?.fields.find(({ name }) => name === column)
  if (!field && column === 'name') return kind.name(object)
  const value = String(object[column] ?? '')
  return field?.choiceWords?.[field.choices?.indexOf(value) ?? -1] ?? value
}
