import { Button } from '@mantine/core'
import { type ReactNode, useState } from 'react'
import { Link } from 'wouter'
import type { FoundPhone } from '../../../contract.ts'
import { api, queries } from '../api/api.ts'
import { useLive } from '../api/queries.ts'
import { wordsFor } from '../api/reasons.ts'
import { clock, useNow } from '../clock.ts'
import { SHOWN_MS, toasts } from '../frame/toasts.ts'
import { useWords } from '../words/use-words.ts'
import { Adopt } from './Adopt.tsx'
import { macOf, modelOf } from './found-phone.ts'
import { WrongPassword } from './WrongPassword.tsx'

/** Telephones that are there and not set up: each is adopted by somebody, mended, or sent away. Nothing while there are none. */
export function FoundPhones(): ReactNode {
  const { t } = useWords()
  const found = useLive('found')
  const { hidden, dismiss } = useDismissal()
  const [adopting, setAdopting] = useState<FoundPhone>()
  const list = (found.data ?? []).filter(({ id }) => !hidden.has(id))
  return (
    <>
      {list.length > 0 && <Tray list={list} onAdopt={setAdopting} onDismiss={dismiss} />}
      {/* Not in its row: that goes as soon as it is adopted, and then its password is still to be read. */}
      {adopting && (
        <Adopt
          phone={adopting}
          name={modelOf(adopting) || t('found.unknown')}
          onClose={() => setAdopting(undefined)}
        />
      )}
    </>
  )
}

interface TrayProps {
  readonly list: readonly FoundPhone[]
  readonly onAdopt: (phone: FoundPhone) => void
  readonly onDismiss: (phone: FoundPhone) => void
}

function Tray({ list, onAdopt, onDismiss }: TrayProps): ReactNode {
  const { t } = useWords()
  return (
    <section className="panel tray" aria-labelledby="found-title">
      <h2 id="found-title">{t('found.title', { count: list.length })}</h2>
      <p className="small dim">{t('found.lead')}</p>
      <ul className="plain-list">
        {list.map((phone) => (
          <Found
            key={phone.id}
            phone={phone}
            onAdopt={() => onAdopt(phone)}
            onDismiss={() => onDismiss(phone)}
          />
        ))}
      </ul>
    </section>
  )
}

interface FoundProps {
  readonly phone: FoundPhone
  readonly onAdopt: () => void
  readonly onDismiss: () => void
}

function Found({ phone, onAdopt, onDismiss }: FoundProps): ReactNode {
  const { t } = useWords()
  const name = modelOf(phone) || t('found.unknown')
  const wrongPassword = phone.how === 'wrong-password' && phone.handset !== undefined
  return (
    <li className="found" aria-label={name}>
      <div className="found-what">
        <strong className="clamp">
          <bdi>{name}</bdi>
        </strong>
        <How phone={phone} />
        <Facts phone={phone} />
      </div>
      <div className="row found-do">
        {wrongPassword ? (
          <WrongPassword handset={phone.handset} name={name} />
        ) : (
          <Button size="sm" aria-label={t('found.adopt-name', { name })} onClick={onAdopt}>
            {t('found.adopt')}
          </Button>
        )}
        <Button
          size="sm"
          variant="default"
          aria-label={t('found.dismiss-name', { name })}
          onClick={onDismiss}
        >
          {t('found.dismiss')}
        </Button>
      </div>
    </li>
  )
}

function How({ phone: { how, user, handset } }: { phone: FoundPhone }): ReactNode {
  const { t } = useWords()
  return (
    <div className="small">
      {how === 'announced' && t('found.announced')}
      {how === 'unknown-user' && (
        <bdi className="clamp">{t('found.unknown-user', { user: user ?? '' })}</bdi>
      )}
      {how === 'wrong-password' && (
        <>
          <bdi className="clamp">{t('found.wrong-password', { user: user ?? '' })}</bdi>{' '}
          {handset && <Link href={`/phones/${handset}`}>{t('found.its-page')}</Link>}
        </>
      )}
    </div>
  )
}

function Facts({ phone }: { phone: FoundPhone }): ReactNode {
  const { t, durationShort } = useWords()
  const now = useNow(5000)
  const { address, transport, mac, tries, lastSeen } = phone
  return (
    <div className="small dim row">
      <span>
        {address} ({transport.toUpperCase()})
      </span>
      {mac && <span className="mono">{macOf(mac)}</span>}
      <span>{t('found.tries', { count: tries })}</span>
      <span>{t('found.last', { time: durationShort((now - lastSeen) / 1000) })}</span>
    </div>
  )
}

/** Hidden at once; the server is told when the time for Undo is over. Whoever closes the page before finds it here again. */
function useDismissal() {
  const words = useWords()
  const [hidden, setHidden] = useState<ReadonlySet<string>>(new Set())
  const hide = (id: string, on: boolean) =>
    setHidden((old) => new Set(on ? [...old, id] : [...old].filter((one) => one !== id)))
  const send = async (id: string) => {
    try {
      await api.post(`/found/${encodeURIComponent(id)}/dismiss`)
      await queries.invalidateQueries({ queryKey: ['live', 'found'] })
    } catch (error) {
      toasts.show({ text: wordsFor(error, words), tone: 'bad' })
    }
    hide(id, false)
  }
  const dismiss = (phone: FoundPhone) => {
    hide(phone.id, true)
    const cancel = clock.after(SHOWN_MS, () => void send(phone.id))
    toasts.show({
      text: words.t('found.dismissed', { name: modelOf(phone) || words.t('found.unknown') }),
      tone: 'good',
      action: {
        label: words.t('undo'),
        run: () => {
          cancel()
          hide(phone.id, false)
        },
      },
    })
  }
  return { hidden, dismiss }
}
