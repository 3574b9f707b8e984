import { Button, Table } from '@mantine/core'
import { type ReactNode, useState } from 'react'
import type { ShownBan } from '../../../contract.ts'
import { api, queries } from '../api/api.ts'
import { useLive } from '../api/queries.ts'
import { wordsFor } from '../api/reasons.ts'
import { useNow } from '../clock.ts'
import { toasts } from '../frame/toasts.ts'
import { Empty } from '../parts/Empty.tsx'
import { Lamp } from '../parts/Lamp.tsx'
import { Loaded } from '../parts/Loaded.tsx'
import { Page } from '../parts/Page.tsx'
import type { Tone } from '../parts/tone.ts'
import { useWords } from '../words/use-words.ts'
import { NetworkTabs } from './NetworkTabs.tsx'
import { NewBan } from './NewBan.tsx'

const TONES: Readonly<Record<ShownBan['reason'], Tone>> = {
  guessing: 'bad',
  flood: 'warn',
  manual: 'idle',
}

/** Whose SIP is not listened to: why, until when, and the way back in. */
export function Bans(): ReactNode {
  const { t } = useWords()
  const bans = useLive('bans')
  return (
    <Page title={t('bans.title')} lead={t('bans.lead')}>
      <NetworkTabs />
      <div className="stack">
        <section className="panel">
          <Loaded query={bans}>
            {(list) =>
              list.length === 0 ? (
                <Empty icon="shield">{t('bans.none')}</Empty>
              ) : (
                <List bans={list} />
              )
            }
          </Loaded>
        </section>
        <NewBan />
      </div>
    </Page>
  )
}

function List({ bans }: { bans: readonly ShownBan[] }): ReactNode {
  const { t } = useWords()
  return (
    <div className="table-wrap">
      <Table className="cards cards-inner">
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{t('bans.source')}</Table.Th>
            <Table.Th>{t('bans.reason')}</Table.Th>
            <Table.Th>{t('bans.since')}</Table.Th>
            <Table.Th>{t('bans.until')}</Table.Th>
            <Table.Th>
              <span className="hidden-list">{t('bans.actions')}</span>
            </Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {bans.map((ban) => (
            <Row key={ban.source} ban={ban} />
          ))}
        </Table.Tbody>
      </Table>
    </div>
  )
}

function Row({ ban: { source, reason, since, until } }: { ban: ShownBan }): ReactNode {
  const { t, moment, durationShort } = useWords()
  const left = Math.max(0, until - useNow(5000)) / 1000
  return (
    <Table.Tr>
      <Table.Td>
        <strong className="mono">{source}</strong>
      </Table.Td>
      <Table.Td data-label={t('bans.reason')}>
        <Lamp tone={TONES[reason]}>{t(`bans.${reason}`)}</Lamp>
      </Table.Td>
      <Table.Td data-label={t('bans.since')} className="small">
        {since === undefined ? '–' : moment(since)}
      </Table.Td>
      <Table.Td data-label={t('bans.until')} className="small">
        {moment(until)} <span className="dim">{t('bans.for', { time: durationShort(left) })}</span>
      </Table.Td>
      <Table.Td className="no-wrap cell-end">
        <Lift source={source} />
      </Table.Td>
    </Table.Tr>
  )
}

/** Harmless: whoever goes on as before is banned again. */
function Lift({ source }: { source: string }): ReactNode {
  const words = useWords()
  const [busy, setBusy] = useState(false)
  const lift = async () => {
    setBusy(true)
    try {
      await api.remove(`/bans/${encodeURIComponent(source)}`)
      await queries.invalidateQueries({ queryKey: ['live', 'bans'] })
      toasts.show({ text: words.t('bans.lifted', { address: source }), tone: 'good' })
    } catch (error) {
      toasts.show({ text: wordsFor(error, words), tone: 'bad' })
    }
    setBusy(false)
  }
  return (
    <Button
      variant="default"
      size="compact-sm"
      loading={busy}
      aria-label={words.t('bans.lift-name', { address: source })}
      onClick={() => void lift()}
    >
      {words.t('bans.lift')}
    </Button>
  )
}
