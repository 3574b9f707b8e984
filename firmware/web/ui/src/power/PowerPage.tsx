import { Table } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { type ReactNode, useEffect, useRef, useState } from 'react'
import { Link } from 'wouter'
import type { ShownPower } from '../../../contract.ts'
import { api } from '../api/api.ts'
import { useMay } from '../api/use-may.ts'
import { toasts } from '../frame/toasts.ts'
import { Loaded } from '../parts/Loaded.tsx'
import { Page } from '../parts/Page.tsx'
import { SystemTabs } from '../system/SystemTabs.tsx'
import { useWords } from '../words/use-words.ts'
import { PlanForm } from './PlanForm.tsx'
import { Planned } from './Planned.tsx'

const LOOK_MS = 1500

/** Restart and shutdown (RST rows): what it ends is said before, it can be called off, and the page comes back by itself. */
export function PowerPage(): ReactNode {
  const { t } = useWords()
  const isAllowed = useMay('PERM-213')
  const power = useQuery({
    queryKey: ['power'],
    queryFn: ({ signal }) => api.get<ShownPower>('/power', signal),
    refetchInterval: LOOK_MS,
    retry: false,
    enabled: isAllowed,
  })
  const known = power.data
  const away = useReturn(known, power.isError)
  return (
    <Page title={t('power.title')} lead={t('power.lead')}>
      <SystemTabs />
      {!isAllowed && <p className="dim">{t('may.not-see')}</p>}
      {isAllowed && away && (
        <p role="status" className="panel">
          {t('power.away')}
        </p>
      )}
      {isAllowed && !away && (
        <Loaded query={power}>
          {(now) => (
            <div className="stack">
              {now.plan ? <Planned plan={now.plan} /> : <PlanForm power={now} />}
              <Administrators administrators={now.administrators} />
              <p className="small">
                <Link href="/system/reset">{t('power.defaults')}</Link>
              </p>
            </div>
          )}
        </Loaded>
      )}
    </Page>
  )
}

/** Whether a restart that was seen to begin is still under way; says when all is back. */
function useReturn(power: ShownPower | undefined, silent: boolean): boolean {
  const { t } = useWords()
  const [away, setAway] = useState(false)
  const begun = useRef(false)
  const isBegun = power?.plan?.state === 'begun'
  const isBack = !silent && power?.ready === true && !isBegun
  useEffect(() => {
    if (isBegun) begun.current = true
    if (begun.current && silent) setAway(true)
    if (begun.current && isBack) {
      begun.current = false
      setAway(false)
      toasts.show({ text: t('power.back'), tone: 'good' })
    }
  }, [isBegun, isBack, silent, t])
  return away
}

function Administrators({ administrators }: Pick<ShownPower, 'administrators'>): ReactNode {
  const { t, duration } = useWords()
  return (
    <section className="panel panel-flush table-wrap">
      <h2>{t('power.who')}</h2>
      <Table className="cards">
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{t('people.name')}</Table.Th>
            <Table.Th>{t('events.from')}</Table.Th>
            <Table.Th>{t('power.for')}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {administrators.map(({ login, name, from, sinceMinutes }, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: one person may have several sessions that look alike
            <Table.Tr key={index}>
              <Table.Td>
                <bdi className="clamp">{name || login}</bdi>
              </Table.Td>
              <Table.Td data-label={t('events.from')} className="small">
                <bdi>{from}</bdi>
              </Table.Td>
              <Table.Td data-label={t('power.for')} className="num">
                {duration(sinceMinutes * 60)}
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </section>
  )
}
