import { useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import type { ShownForwarding } from '../../../contract.ts'
import { api } from '../api/api.ts'
import { ObjectForm } from '../forms/ObjectForm.tsx'
import { Loaded } from '../parts/Loaded.tsx'
import { Page } from '../parts/Page.tsx'
import { SystemTabs } from '../system/SystemTabs.tsx'
import { useWords } from '../words/use-words.ts'
import { WayPanel } from './WayPanel.tsx'

const LOOK_MS = 5000

/** Where system events go: e-mail (NOTIF rows) and syslog (TOOL-10). */
export function ForwardingPage(): ReactNode {
  const { t } = useWords()
  const state = useQuery({
    queryKey: ['forwarding'],
    queryFn: ({ signal }) => api.get<ShownForwarding>('/forwarding', signal),
    refetchInterval: LOOK_MS,
  })
  return (
    <Page title={t('forwarding.title')} lead={t('forwarding.lead')}>
      <SystemTabs />
      <div className="stack">
        <div className="columns">
          <Loaded query={state}>{({ mail }) => <WayPanel name="mail" way={mail} />}</Loaded>
          <Loaded query={state}>{({ syslog }) => <WayPanel name="syslog" way={syslog} />}</Loaded>
        </div>
        <section className="panel">
          <h2>{t('forwarding.where')}</h2>
          <ObjectForm section="notification" id="notification" first={NOTIFICATION} />
        </section>
        <section className="panel">
          <h2>{t('forwarding.server')}</h2>
          <ObjectForm section="mail" id="mail" first={MAIL} />
        </section>
        <section className="panel">
          <h2>{t('forwarding.syslog')}</h2>
          <ObjectForm section="syslog" id="syslog" first={SYSLOG} />
        </section>
      </div>
    </Page>
  )
}

const NOTIFICATION = ['enabled', 'recipients', 'severityFilter', 'severities']
const MAIL = ['server', 'port', 'security', 'user', 'password', 'sender']
const SYSLOG = ['enabled', 'server', 'port', 'transport']
