import { Button } from '@mantine/core'
import { Fragment, type ReactNode } from 'react'
import { Link } from 'wouter'
import { useSession } from '../api/queries.ts'
import { Copied } from '../parts/Copied.tsx'
import { useWords } from '../words/use-words.ts'

const USUAL_PORT = 5060 // RFC 3261 §19.1.2: what a telephone takes when none is entered

export interface PhoneSecret {
  readonly sipUser: string
  readonly password: string
}

interface PhonePasswordProps {
  readonly name: string
  readonly number: string
  readonly person: string
  readonly secret: PhoneSecret | undefined
  readonly onAnother: () => void
}

/** What is entered in the telephone, once. */
export function PhonePassword(props: PhonePasswordProps): ReactNode {
  const { name, number, person, secret, onAnother } = props
  const { t } = useWords()
  return (
    <div className="panel form">
      <p role="status">{t('people.is-added', { name, number })}</p>
      {secret && <Entered secret={secret} />}
      <div className="row">
        <Button component={Link} href={`/people/${person}`}>
          {t('people.see', { name })}
        </Button>
        <Button variant="default" onClick={onAnother}>
          {t('people.another')}
        </Button>
      </div>
    </div>
  )
}

/** What to enter in the telephone, and where a password goes that nobody wrote down. */
export function Entered({ secret }: { secret: PhoneSecret }): ReactNode {
  const { t } = useWords()
  const { sipPort = USUAL_PORT } = useSession().data ?? {}
  const port = sipPort === USUAL_PORT ? '' : `:${sipPort}`
  const entries = [
    [t('phone.server'), `${location.hostname}${port}`],
    [t('phone.sip-user'), secret.sipUser],
    [t('password'), secret.password],
  ] as const
  return (
    <>
      <p className="small dim">{t('phone.enter')}</p>
      <dl className="facts">
        {entries.map(([name, text]) => (
          <Fragment key={name}>
            <dt>{name}</dt>
            <dd>
              <Copied name={name} text={text} />
            </dd>
          </Fragment>
        ))}
      </dl>
    </>
  )
}
