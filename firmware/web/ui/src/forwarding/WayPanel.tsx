import { Button } from '@mantine/core'
import { type ReactNode, useState } from 'react'
import type { ForwardingTest, ShownWay } from '../../../contract.ts'
import { api, queries } from '../api/api.ts'
import { useMay } from '../api/use-may.ts'
import { Lamp } from '../parts/Lamp.tsx'
import { Sure } from '../parts/Sure.tsx'
import { useAsking } from '../sign-in/use-asking.ts'
import { Wrong } from '../sign-in/Wrong.tsx'
import { useWords } from '../words/use-words.ts'

interface WayPanelProps {
  readonly name: 'mail' | 'syslog'
  readonly way: ShownWay
}

/** One way out: whether events get through, what waits, and a test with its answer. */
export function WayPanel({ name, way }: WayPanelProps): ReactNode {
  const { t, dateTime, number } = useWords()
  const { waiting, leftOut, lastSent, lastFailure } = way
  const mayTest = { mail: useMay('PERM-175'), syslog: useMay('PERM-219') }
  const mayFlush = { mail: useMay('PERM-182'), syslog: useMay('PERM-219') }
  return (
    <section className="panel">
      <h2>{t(`forwarding.${name}`)}</h2>
      <div className="stack">
        <dl className="facts">
          <dt>{t('forwarding.state')}</dt>
          <dd>
            <State way={way} />
          </dd>
          <dt>{t('forwarding.waiting')}</dt>
          <dd className="num">{number(waiting)}</dd>
          {leftOut > 0 && (
            <>
              <dt>{t('forwarding.left-out')}</dt>
              <dd className="num">{number(leftOut)}</dd>
            </>
          )}
          <dt>{t('forwarding.last')}</dt>
          <dd>{lastSent === undefined ? t('forwarding.never') : dateTime(lastSent)}</dd>
          {lastFailure && (
            <>
              <dt>{t('forwarding.failure')}</dt>
              <dd>
                {dateTime(lastFailure.at)}: <bdi>{lastFailure.why}</bdi>
              </dd>
            </>
          )}
        </dl>
        {mayTest[name] && <TestButton name={name} />}
        {mayFlush[name] && waiting > 0 && (
          <div>
            <Sure
              label={t('forwarding.flush')}
              name={t(`forwarding.flush-${name}`)}
              title={t(`forwarding.flush-${name}`)}
              text={t('forwarding.flush-text', { count: waiting })}
              act={async () => {
                await api.post(`/forwarding/${name}/flush`)
                await queries.invalidateQueries({ queryKey: ['forwarding'] })
              }}
            />
          </div>
        )}
      </div>
    </section>
  )
}

function State({ way: { enabled, lastFailure } }: { way: ShownWay }): ReactNode {
  const { t } = useWords()
  if (!enabled) return <Lamp tone="idle">{t('forwarding.off')}</Lamp>
  if (lastFailure) return <Lamp tone="bad">{t('forwarding.fails')}</Lamp>
  return <Lamp tone="good">{t('forwarding.on')}</Lamp>
}

function TestButton({ name }: { name: 'mail' | 'syslog' }): ReactNode {
  const { t } = useWords()
  const [answer, setAnswer] = useState<ForwardingTest>()
  const { busy, wrong, send } = useAsking(async () => {
    setAnswer(undefined)
    setAnswer(await api.post<ForwardingTest>(`/forwarding/${name}/test`))
    await queries.invalidateQueries({ queryKey: ['forwarding'] })
  })
  return (
    <>
      <div className="row">
        <Button
          variant="default"
          loading={busy}
          aria-label={t(`forwarding.test-${name}`)}
          onClick={send}
        >
          {t('forwarding.test')}
        </Button>
        <span className="small dim">{t('forwarding.test-saved')}</span>
      </div>
      <Wrong text={wrong} />
      <div role="status">
        {answer && (
          <Lamp tone={answer.sent ? 'good' : 'bad'}>
            <bdi>{answer.text}</bdi>
          </Lamp>
        )}
      </div>
    </>
  )
}
