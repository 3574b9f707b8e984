import { Button, TextInput } from '@mantine/core'
import { type ReactNode, useDeferredValue, useMemo, useState } from 'react'
import { Link } from 'wouter'
import type { Changed } from '../../../contract.ts'
import { api } from '../api/api.ts'
import { accepted } from '../api/changes.ts'
import { useModel, useSection, useSession } from '../api/queries.ts'
import { wordsFor } from '../api/reasons.ts'
import { toasts } from '../frame/toasts.ts'
import { fullName, type Person } from '../model.ts'
import { Loaded } from '../parts/Loaded.tsx'
import { Page } from '../parts/Page.tsx'
import { useWords } from '../words/use-words.ts'
import { PeopleTabs } from './PeopleTabs.tsx'
import { holders, others } from './role-holders.ts'

/** The roles that are given, each with the row of the matrix that says by whom (PERM-119 to 122). */
const ASSIGNED = [
  ['system-admin', 'PERM-119'],
  ['network-admin', 'PERM-120'],
  ['phone-admin', 'PERM-121'],
  ['support-technician', 'PERM-122'],
] as const

type Assigned = (typeof ASSIGNED)[number][0]

/** Names of the roles, as forms have them. */
function useRoleNames(): (role: string) => string {
  const users = useModel().data?.find(({ section }) => section === 'users')
  const choices = users?.fields.find(({ name }) => name === 'roles')?.item
  return (role) => choices?.choiceWords?.[choices.choices?.indexOf(role) ?? -1] ?? role
}

/** Who administrates what: a section a role, with everybody who has it (spec 33, Screens). */
export function RolesPage(): ReactNode {
  const { t } = useWords()
  const name = useRoleNames()
  const people = useSection<Person>('users')
  const may = useSession().data?.user?.may ?? []
  return (
    <Page title={t('roles.title')} lead={t('roles.lead')}>
      <PeopleTabs />
      <Loaded query={people}>
        {(all) => (
          <div className="stack">
            <section className="panel">
              <h2>{name('server-admin')}</h2>
              <p className="small dim">{t('role.server-admin.what')}</p>
              <ul className="plain-list">
                {holders(all, 'server-admin').map((person) => (
                  <li key={person.id} className="row">
                    <Name person={person} />
                  </li>
                ))}
              </ul>
            </section>
            {ASSIGNED.map(([role, row]) => (
              <Role key={role} role={role} people={all} mayAssign={may.includes(row)} />
            ))}
          </div>
        )}
      </Loaded>
    </Page>
  )
}

interface RoleProps {
  readonly role: Assigned
  readonly people: readonly Person[]
  readonly mayAssign: boolean
}

function Role({ role, people, mayAssign }: RoleProps): ReactNode {
  const { t } = useWords()
  const name = useRoleNames()
  const [open, setOpen] = useState(false)
  const own = holders(people, role)
  return (
    <section className="panel stack" aria-labelledby={`role-${role}`}>
      <div className="row">
        <h2 id={`role-${role}`} className="panel-title">
          {name(role)}
        </h2>
        {mayAssign && (
          <Button
            className="row-end"
            size="compact-sm"
            variant="default"
            aria-expanded={open}
            aria-label={t(open ? 'roles.hide-name' : 'roles.show-name', {
              role: name(role),
            })}
            onClick={() => setOpen(!open)}
          >
            {t(open ? 'roles.hide' : 'roles.show')}
          </Button>
        )}
      </div>
      <p className="small dim">{t(`role.${role}.what`)}</p>
      {own.length === 0 && <p className="dim">{t('roles.nobody')}</p>}
      <ul className="plain-list">
        {own.map((person) => (
          <li key={person.id} className="row">
            <Name person={person} />
            {mayAssign && <Change person={person} role={role} />}
          </li>
        ))}
      </ul>
      {open && <Unassigned role={role} people={people} />}
    </section>
  )
}

const MOST = 20 // of those found: whoever looks for somebody types a name

function Unassigned({ role, people }: { role: Assigned; people: readonly Person[] }): ReactNode {
  const { t, language } = useWords()
  const [text, setText] = useState('')
  const wanted = useDeferredValue(text)
  const found = useMemo(
    () => others(people, role, wanted, language),
    [people, role, wanted, language],
  )
  return (
    <div className="stack">
      <TextInput
        aria-label={t('people.search')}
        placeholder={t('people.search')}
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
      />
      <ul className="plain-list">
        {found.slice(0, MOST).map((person) => (
          <li key={person.id} className="row">
            <Name person={person} />
            <Change person={person} role={role} />
          </li>
        ))}
      </ul>
      {found.length > MOST && (
        <p className="small dim">{t('roles.more', { count: found.length - MOST })}</p>
      )}
    </div>
  )
}

function Name({ person }: { person: Person }): ReactNode {
  return (
    <>
      <Link href={`/people/${person.id}`} className="link-row clamp">
        <bdi>{fullName(person) || person.login}</bdi>
      </Link>
      <bdi className="dim">{person.login}</bdi>
    </>
  )
}

/** Gives or takes the role at once. */
function Change({ person, role }: { person: Person; role: Assigned }): ReactNode {
  const words = useWords()
  const { t } = words
  const roleName = useRoleNames()
  const [busy, setBusy] = useState(false)
  const has = person.roles?.includes(role) ?? false
  const values = { name: fullName(person) || person.login, role: roleName(role) }
  const change = async () => {
    setBusy(true)
    const rest = (person.roles ?? []).filter((one) => one !== role)
    const roles = has ? rest : [...rest, role]
    try {
      const path = `/config/users/${encodeURIComponent(person.id)}`
      const changed = await api.patch<Changed>(path, { roles }, person._revision)
      accepted(changed, t(has ? 'roles.taken' : 'roles.given', values), words)
    } catch (error) {
      toasts.show({ text: wordsFor(error, words), tone: 'bad' })
    } finally {
      setBusy(false)
    }
  }
  return (
    <Button
      className="row-end"
      size="compact-sm"
      variant="default"
      loading={busy}
      aria-label={t(has ? 'roles.take-name' : 'roles.give-name', values)}
      onClick={() => void change()}
    >
      {t(has ? 'roles.take' : 'roles.give')}
    </Button>
  )
}
