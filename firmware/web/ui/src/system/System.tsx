import { Button, Table } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { lazy, type ReactNode, Suspense, useState } from 'react'
import type { ShownProcess, SystemFacts } from '../../../contract.ts'
import { api } from '../api/api.ts'
import { useLive, useSection } from '../api/queries.ts'
import { wordsFor } from '../api/reasons.ts'
import { useNow } from '../clock.ts'
import { ObjectForm } from '../forms/ObjectForm.tsx'
import { toasts } from '../frame/toasts.ts'
import { Icon } from '../parts/Icon.tsx'
import { Lamp } from '../parts/Lamp.tsx'
import { Loaded } from '../parts/Loaded.tsx'
import { Page } from '../parts/Page.tsx'
import { useWords } from '../words/use-words.ts'
import { Facts } from './Facts.tsx'
import { SystemTabs } from './SystemTabs.tsx'

// With the drawing library, which no other part of the page needs.
const Charts = lazy(async () => ({ default: (await import('../charts/Charts.tsx')).Charts }))

/** The unit itself: its programs, its load, storage, site. */
export function System(): ReactNode {
  const { t } = useWords()
  const facts = useQuery({
    queryKey: ['system'],
    queryFn: ({ signal }) => api.get<SystemFacts>('/system', signal),
    refetchInterval: 30_000,
  })
  const processes = useLive('processes')
  const sites = useSection('sites')
  const site = sites.data?.[0]
  return (
    <Page title={t('nav.system')}>
      <SystemTabs />
      <div className="stack">
        <section className="panel panel-flush table-wrap">
          <h2>{t('system.processes')}</h2>
          <Loaded query={processes}>{(list) => <Processes processes={list} />}</Loaded>
        </section>
        <Suspense fallback={<p aria-busy="true">{t('loading')}</p>}>
          <Charts />
        </Suspense>
        <div className="columns">
          <Loaded query={facts}>{(known) => <Facts facts={known} />}</Loaded>
          {site && (
            <section className="panel">
              <h2>{t('system.site')}</h2>
              <ObjectForm section="sites" id={site.id} />
            </section>
          )}
        </div>
      </div>
    </Page>
  )
}

function Processes({ processes }: { processes: readonly ShownProcess[] }): ReactNode {
  const { t, duration } = useWords()
  const now = useNow(5000)
  return (
    <Table className="cards">
      <Table.Thead>
        <Table.Tr>
          <Table.Th>{t('system.process')}</Table.Th>
          <Table.Th>{t('phones.state')}</Table.Th>
          <Table.Th>{t('system.since')}</Table.Th>
          <Table.Th>{t('system.restarts')}</Table.Th>
          <Table.Th>
            <span className="hidden-list">{t('system.restart')}</span>
          </Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {processes.map(({ name, state, ready, since, restarts, lastExit }) => (
          <Table.Tr key={name}>
            <Table.Td>
              <strong>{name}</strong>
            </Table.Td>
            <Table.Td data-label={t('phones.state')}>
              <Lamp tone={ready ? 'good' : 'bad'}>{ready ? t('system.runs') : state}</Lamp>
            </Table.Td>
            <Table.Td data-label={t('system.since')} className="num">
              {duration((now - since) / 1000)}
            </Table.Td>
            <Table.Td data-label={t('system.restarts')} className="small">
              {restarts > 0 ? `${restarts}${lastExit ? ` (${lastExit})` : ''}` : '–'}
            </Table.Td>
            <Table.Td className="cell-end">
              <Restart name={name} />
            </Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  )
}

/** Pressed twice, because it can be felt: what it does is said before. */
function Restart({ name }: { name: string }): ReactNode {
  const words = useWords()
  const { t } = words
  const [asked, setAsked] = useState(false)
  const restart = async () => {
    setAsked(false)
    try {
      await api.post(`/system/restart/${name}`)
      toasts.show({ text: t('system.restarting', { name }), tone: 'good' })
    } catch (error) {
      toasts.show({ text: wordsFor(error, words), tone: 'bad' })
    }
  }
  return (
    <Button
      size="compact-sm"
      variant={asked ? 'filled' : 'default'}
      leftSection={<Icon name="restart" size={16} />}
      aria-label={t(asked ? 'system.restart-sure' : 'system.restart-name', { name })}
      onBlur={() => setAsked(false)}
      onClick={() => (asked ? void restart() : setAsked(true))}
    >
      {t(asked ? 'system.sure' : 'system.restart')}
    </Button>
  )
}
