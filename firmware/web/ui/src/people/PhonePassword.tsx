import { Button, CopyButton } from '@mantine/core'
import type { ReactNode } from 'react'
import { Link } from 'wouter'
import { useWords } from '../words/use-words.ts'

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

export function Entered({ secret }: { secret: PhoneSecret }): ReactNode {
  const { t } = useWords()
  return (
    <>
      <p className="small dim">{t('phone.enter')}</p>
      <dl className="facts">
        <dt>{t('phone.server')}</dt>
        <dd>
          <Copied text={location.hostname} />
        </dd>
        <dt>{t('phone.sip-user')}</dt>
        <dd>
          <Copied text={secret.sipUser} />
        </dd>
        <dt>{t('password')}</dt>
        <dd>
          <Copied text={secret.password} />
        </dd>
      </dl>
    </>
  )
}

function Copied({ text }: { text: string }): ReactNode {
  const { t } = useWords()
  return (
    <div className="secret">
      <span>{text}</span>
      <CopyButton value={text}>
        {({ copied, copy }) => (
          <Button size="compact-sm" variant="default" onClick={copy}>
            {copied ? t('copied') : t('copy')}
          </Button>
        )}
      </CopyButton>
    </div>
  )
}
