import { Button, Checkbox, Modal, NumberInput, TextInput } from '@mantine/core'
import { type ReactNode, useState } from 'react'
import type { MadeToken, TokenScope, NewToken as Wanted } from '../../../contract.ts'
import { api } from '../api/api.ts'
import { Refused } from '../api/client.ts'
import { Copied } from '../parts/Copied.tsx'
import { problemAt } from '../people/new-person.ts'
import { useAsking } from '../sign-in/use-asking.ts'
import { Wrong } from '../sign-in/Wrong.tsx'
import { useWords } from '../words/use-words.ts'

const SCOPES = ['read', 'configure', 'operate'] as const satisfies readonly TokenScope[]
const USUAL_DAYS = 365

interface NewTokenProps {
  readonly onClose: () => void
  readonly onMade: () => void
}

/** Makes a token, and shows it: nobody can see it again. */
export function NewToken({ onClose, onMade }: NewTokenProps): ReactNode {
  const { t } = useWords()
  const [made, setMade] = useState<MadeToken>()
  return (
    <Modal
      opened
      onClose={onClose}
      // What is shown once does not go away by a slip of the hand.
      closeOnClickOutside={!made}
      closeOnEscape={!made}
      title={t('token.add')}
      closeButtonProps={{ 'aria-label': t('close') }}
    >
      {made ? (
        <div className="stack">
          <p role="status">{t('token.once')}</p>
          <Copied name={t('token.token')} text={made.token} />
          <p className="small dim">{t('token.header')}</p>
          <div>
            <Button onClick={onClose}>{t('done')}</Button>
          </div>
        </div>
      ) : (
        <Form
          onMade={(token) => {
            setMade(token)
            onMade()
          }}
        />
      )}
    </Modal>
  )
}

function Form({ onMade }: { onMade: (made: MadeToken) => void }): ReactNode {
  const { t } = useWords()
  const [name, setName] = useState('')
  const [scopes, setScopes] = useState<readonly string[]>(['read'])
  const [days, setDays] = useState<number | undefined>(USUAL_DAYS)
  const [refused, setRefused] = useState<Refused>()
  const { busy, wrong, say, submit } = useAsking(async () => {
    setRefused(undefined)
    const wanted: Wanted = {
      name,
      scopes: SCOPES.filter((scope) => scopes.includes(scope)),
      ...(days === undefined ? {} : { days }),
    }
    try {
      onMade(await api.post<MadeToken>('/tokens', wanted))
    } catch (error) {
      if (error instanceof Refused) setRefused(error)
      throw error
    }
  })
  const at = (field: string) => problemAt(refused?.problems ?? [], field)
  return (
    <form
      className="stack"
      onSubmit={(event) => {
        if (scopes.length > 0) return submit(event)
        event.preventDefault()
        say(t('token.no-scope'))
      }}
    >
      <TextInput
        label={t('token.name')}
        description={t('token.name-help')}
        required
        withAsterisk={false}
        autoComplete="off"
        maxLength={64}
        error={at('name')}
        value={name}
        onChange={(event) => setName(event.currentTarget.value)}
      />
      <Checkbox.Group
        label={t('token.scopes')}
        error={at('scopes')}
        value={[...scopes]}
        onChange={setScopes}
      >
        <div className="stack choices">
          {SCOPES.map((scope) => (
            <Checkbox
              key={scope}
              value={scope}
              label={t(`scope.${scope}`)}
              description={t(`scope.${scope}-help`)}
            />
          ))}
        </div>
      </Checkbox.Group>
      <NumberInput
        label={t('token.days')}
        description={t('token.days-help')}
        allowDecimal={false}
        allowNegative={false}
        min={1}
        max={3650}
        clampBehavior="none"
        hideControls
        error={at('days')}
        value={days ?? ''}
        onChange={(next) => setDays(next === '' ? undefined : Number(next))}
      />
      <Wrong text={wrong} />
      <div>
        <Button type="submit" loading={busy}>
          {t('token.make')}
        </Button>
      </div>
    </form>
  )
}
