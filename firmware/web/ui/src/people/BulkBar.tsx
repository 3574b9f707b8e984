import { Button, Modal } from '@mantine/core'
import { type ReactNode, useState } from 'react'
import type { Changed, ConfigChange, GivenPassword, GivenPin } from '../../../contract.ts'
import { api } from '../api/api.ts'
import { accepted } from '../api/changes.ts'
import { csvOf } from '../parts/csv.ts'
import { Sure } from '../parts/Sure.tsx'
import { saveText } from '../parts/save-text.ts'
import { useWords } from '../words/use-words.ts'
import { ApplyTemplate } from './ApplyTemplate.tsx'
import { removalOf } from './bulk.ts'
import type { Known } from './people.ts'
import { useOffice } from './use-known.ts'

interface BulkProps {
  readonly people: readonly Known[]
  readonly ticked: ReadonlySet<string>
  readonly onTick: (ticked: ReadonlySet<string>) => void
}

/** What is done to several people at once, USER-23 and USER-24. */
export function BulkBar({ people, ticked, onTick }: BulkProps): ReactNode {
  const words = useWords()
  const { t } = words
  const { office } = useOffice()
  const [open, setOpen] = useState(false)
  const [given, setGiven] = useState<readonly (readonly [string, string])[]>()
  const chosen = people.filter(({ id }) => ticked.has(id))
  const count = chosen.length
  const all = count === people.length
  const change = async (changes: ConfigChange['changes'], said: string) => {
    accepted(await api.post<Changed>('/config', { changes }), said, words)
    onTick(new Set())
  }
  const update = (values: object) =>
    chosen.map(({ id }) => ({ do: 'update' as const, section: 'users', id, values: { ...values } }))
  const giveAll = async (what: 'password' | 'pin') => {
    const made: [string, string][] = []
    try {
      for (const { id, login } of chosen) {
        const answer = await api.post<GivenPassword & GivenPin>(`/people/${id}/${what}`)
        made.push([login, answer[what]])
      }
    } finally {
      if (made.length > 0) setGiven(made) // those that are made work, whatever became of the rest
    }
  }
  return (
    <section className="panel stack" aria-label={t('bulk.title')}>
      <div className="row">
        <span role="status">{t('list.chosen', { count })}</span>
        <Button
          size="compact-sm"
          variant="default"
          onClick={() => onTick(new Set(all ? [] : people.map(({ id }) => id)))}
        >
          {t(all ? 'bulk.none' : 'bulk.all', { count: people.length })}
        </Button>
      </div>
      {count === 0 ? (
        <p className="dim">{t('bulk.choose')}</p>
      ) : (
        <div className="row">
          <Button variant="default" onClick={() => setOpen(true)}>
            {t('templates.apply')}
          </Button>
          <Button
            variant="default"
            onClick={() =>
              void change(update({ mustChangePassword: true }), t('bulk.changed', { count }))
            }
          >
            {t('bulk.must-change')}
          </Button>
          <Button
            variant="default"
            onClick={() => void change(update({ photo: '' }), t('bulk.changed', { count }))}
          >
            {t('bulk.no-photo')}
          </Button>
          <Sure
            label={t('bulk.passwords')}
            title={t('bulk.passwords-ask', { count })}
            text={t('way-in.give-text')}
            act={() => giveAll('password')}
          />
          <Sure
            label={t('bulk.pins')}
            title={t('bulk.pins-ask', { count })}
            text={t('way-in.give-pin-text')}
            act={() => giveAll('pin')}
          />
          <Sure
            label={t('list.remove', { count })}
            title={t('bulk.remove-ask', { count })}
            text={`${t('person.removed-too')} ${t('remove.undo')}`}
            act={() =>
              change(office ? removalOf(chosen, office) : [], t('list.removed', { count }))
            }
          />
        </div>
      )}
      <Modal
        opened={open}
        onClose={() => setOpen(false)}
        title={t('templates.apply')}
        closeButtonProps={{ 'aria-label': t('close') }}
      >
        <ApplyTemplate
          people={chosen.map(({ id }) => id)}
          onDone={() => {
            setOpen(false)
            onTick(new Set())
          }}
        />
      </Modal>
      {given && <GivenList given={given} onClose={() => setGiven(undefined)} />}
    </section>
  )
}

/** Shown once: it closes by its button alone. */
function GivenList({
  given,
  onClose,
}: {
  given: readonly (readonly [string, string])[]
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
      title={t('bulk.given', { count: given.length })}
    >
      <div className="stack">
        <p role="status">{t('way-in.given-text')}</p>
        <dl className="facts">
          {given.map(([login, secret]) => (
            <div key={login} className="fact">
              <dt>
                <bdi>{login}</bdi>
              </dt>
              <dd>{secret}</dd>
            </div>
          ))}
        </dl>
        <div className="row">
          <Button data-autofocus onClick={onClose}>
            {t('done')}
          </Button>
          <Button variant="default" onClick={() => saveText('given.csv', csvOf(given), 'text/csv')}>
            {t('bulk.save')}
          </Button>
        </div>
      </div>
    </Modal>
  )
}
