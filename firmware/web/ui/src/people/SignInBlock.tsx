import { Button, Modal } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { type ReactNode, useState } from 'react'
import type { GivenPassword, GivenPin, PersonAccess } from '../../../contract.ts'
import { SessionList } from '../account/SessionList.tsx'
import { api, queries } from '../api/api.ts'
import { toasts } from '../frame/toasts.ts'
import { Copied } from '../parts/Copied.tsx'
import { Lamp } from '../parts/Lamp.tsx'
import { Loaded } from '../parts/Loaded.tsx'
import { Sure } from '../parts/Sure.tsx'
import { useWords } from '../words/use-words.ts'

/** How somebody signs in, and the way back in for whoever has lost it. */
export function SignInBlock({ id, name }: { id: string; name: string }): ReactNode {
  const { t } = useWords()
  const key = ['people', id, 'access']
  const path = `/people/${encodeURIComponent(id)}`
  const access = useQuery({
    queryKey: key,
    queryFn: ({ signal }) => api.get<PersonAccess>(`${path}/access`, signal),
    retry: false,
    staleTime: 0,
  })
  const [given, setGiven] = useState<GivenPassword>()
  const [pin, setPin] = useState<GivenPin>()
  const read = () => queries.invalidateQueries({ queryKey: key })
  const give = async () => {
    setGiven(await api.post<GivenPassword>(`${path}/password`))
    await read()
  }
  const givePin = async () => {
    setPin(await api.post<GivenPin>(`${path}/pin`))
    await read()
  }
  const takePasskeys = async () => {
    await api.remove(`${path}/passkeys`)
    await read()
    toasts.show({ text: t('way-in.passkeys-gone', { name }), tone: 'good' })
  }
  const takeCodes = async () => {
    await api.remove(`${path}/totp`)
    await read()
    toasts.show({ text: t('way-in.codes-gone', { name }), tone: 'good' })
  }
  return (
    <section className="panel stack">
      <h2 className="panel-title">{t('way-in.title')}</h2>
      <Loaded query={access}>
        {(known) => (
          <>
            <State access={known} />
            <div className="row">
              <Sure
                label={t(known.hasPassword ? 'way-in.give' : 'way-in.first')}
                title={t('way-in.give-ask', { name })}
                text={t('way-in.give-text')}
                act={give}
              />
              <Sure
                label={t(known.hasPin ? 'way-in.give-pin' : 'way-in.first-pin')}
                title={t('way-in.give-pin-ask', { name })}
                text={t('way-in.give-pin-text')}
                act={givePin}
              />
              {known.passkeys > 0 && (
                <Sure
                  label={t('way-in.take-passkeys')}
                  title={t('way-in.take-passkeys-ask', { name })}
                  text={t('way-in.take-passkeys-text')}
                  act={takePasskeys}
                />
              )}
              {known.totp && (
                <Sure
                  label={t('way-in.take-codes')}
                  title={t('way-in.take-codes-ask', { name })}
                  text={t('way-in.take-codes-text')}
                  act={takeCodes}
                />
              )}
            </div>
          </>
        )}
      </Loaded>
      {given && (
        <Given
          title={t('way-in.given', { name })}
          parts={[
            [t('login'), given.login],
            [t('password'), given.password],
          ]}
          onClose={() => setGiven(undefined)}
        />
      )}
      {pin && (
        <Given
          title={t('way-in.given-pin', { name })}
          parts={[[t('pin.title'), pin.pin]]}
          onClose={() => setPin(undefined)}
        />
      )}
    </section>
  )
}

function State({ access }: { access: PersonAccess }): ReactNode {
  const { t } = useWords()
  const { login, hasPassword, hasPin, passkeys, mustChange, totp, sessions } = access
  return (
    <>
      <dl className="facts">
        <dt>{t('login')}</dt>
        <dd>
          <bdi className="clamp">{login}</bdi>
        </dd>
        <dt>{t('password')}</dt>
        <dd>
          <Lamp tone={hasPassword ? (mustChange ? 'warn' : 'good') : 'idle'}>
            {hasPassword
              ? t(mustChange ? 'way-in.must-change' : 'way-in.has-password')
              : t('way-in.no-password')}
          </Lamp>
        </dd>
        <dt>{t('pin.title')}</dt>
        <dd>
          <Lamp tone={hasPin ? 'good' : 'idle'}>
            {t(hasPin ? 'way-in.has-password' : 'way-in.no-pin')}
          </Lamp>
        </dd>
        <dt>{t('passkey.title')}</dt>
        <dd>{passkeys}</dd>
        <dt>{t('totp.title')}</dt>
        <dd>
          <Lamp tone={totp ? 'good' : 'idle'}>{t(totp ? 'way-in.on' : 'way-in.off')}</Lamp>
        </dd>
      </dl>
      {sessions.length > 0 ? (
        <details>
          <summary>{t('way-in.sessions', { count: sessions.length })}</summary>
          <div className="details-body">
            <SessionList sessions={sessions} />
          </div>
        </details>
      ) : (
        <p className="small dim">{t('way-in.no-session')}</p>
      )}
    </>
  )
}

/** Shown once: it closes by its button alone. */
function Given({
  title,
  parts,
  onClose,
}: {
  title: string
  parts: readonly (readonly [name: string, text: string])[]
  onClose: () => void
}): ReactNode {
  const { t } = useWords()
  return (
    <Modal
      opened
      onClose={onClose}
      withCloseButton={false}
      closeOnClickOutside={false}
      closeOnEscape={false}
      title={title}
    >
      <div className="stack">
        <p role="status">{t('way-in.given-text')}</p>
        {parts.map(([name, text]) => (
          <Copied key={name} name={name} text={text} />
        ))}
        <div>
          <Button data-autofocus onClick={onClose}>
            {t('done')}
          </Button>
        </div>
      </div>
    </Modal>
  )
}
