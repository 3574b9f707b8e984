import { Button } from '@mantine/core'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { type ReactNode, useEffect, useRef } from 'react'
import type { Rung, TracedMessage } from '../../../contract.ts'
import { api } from '../api/api.ts'
import { Empty } from '../parts/Empty.tsx'
import { Loaded } from '../parts/Loaded.tsx'
import { useWords } from '../words/use-words.ts'
import { messagesOf } from './raw-messages.ts'
import { whileNew } from './while-new.ts'

interface MessagesProps {
  readonly call: string
  readonly rungs: readonly Rung[]
  /** What each says, in words. */
  readonly labels: readonly string[]
  /** The message to open and to go to, by its place in the ladder. */
  readonly wanted: { readonly index: number } | undefined
  readonly isLive: boolean
}

/** Every message of a call word for word, folded; and all of them as a file for those who have a program for it. */
export function Messages({ call, rungs, labels, wanted, isLive }: MessagesProps): ReactNode {
  const { t } = useWords()
  const path = `/calls/${encodeURIComponent(call)}`
  const messages = useQuery({
    queryKey: ['messages', call, isLive],
    placeholderData: keepPreviousData,
    queryFn: ({ signal }) => api.get<readonly TracedMessage[]>(`${path}/messages`, signal),
    refetchInterval: whileNew(isLive, 2000),
    retry: false,
  })
  return (
    <section className="panel stack">
      <div className="row">
        <h2 className="panel-title">{t('call.messages')}</h2>
        <Button
          className="row-end"
          component="a"
          href={`/api/v1${path}/pcap`}
          download
          variant="default"
          size="sm"
        >
          {t('call.pcap')}
        </Button>
      </div>
      <p className="small dim">{t('call.messages-help')}</p>
      <Loaded query={messages}>
        {(all) =>
          all.length === 0 ? (
            <Empty icon="activity">{t('call.no-ladder')}</Empty>
          ) : (
            <List rungs={rungs} labels={labels} messages={messagesOf(rungs, all)} wanted={wanted} />
          )
        }
      </Loaded>
    </section>
  )
}

interface ListProps {
  readonly rungs: readonly Rung[]
  readonly labels: readonly string[]
  readonly messages: readonly (TracedMessage | undefined)[]
  readonly wanted: MessagesProps['wanted']
}

function List({ rungs, labels, messages, wanted }: ListProps): ReactNode {
  const { t, time } = useWords()
  const list = useRef<HTMLOListElement>(null)
  const index = wanted?.index
  // biome-ignore lint/correctness/useExhaustiveDependencies: the same message may be wanted a second time
  useEffect(() => {
    const details = index === undefined ? undefined : list.current?.children[index]?.firstChild
    if (!(details instanceof HTMLDetailsElement)) return
    details.open = true
    details.scrollIntoView({ block: 'start' })
    details.querySelector('summary')?.focus({ preventScroll: true })
  }, [wanted, index])
  return (
    <ol className="plain-list raw-messages" ref={list}>
      {rungs.map(({ at }, place) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: messages are known by their place
        <li key={place}>
          <details className="raw-message">
            <summary>
              <span className="rung-time">{time(at)}</span> <bdi>{labels[place]}</bdi>
            </summary>
            <pre>{messages[place]?.text ?? t('call.no-message')}</pre>
          </details>
        </li>
      ))}
    </ol>
  )
}
