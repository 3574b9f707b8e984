import type { ReactNode } from 'react'
import { Link } from 'wouter'
import type { ShownTransfer } from '../../../contract.ts'
import { useWords } from '../words/use-words.ts'
import { party } from './call-words.ts'

/** Who was transferred to whom, who took a call over, who sent it on and why; what was not called. */
export function Story({ transfers }: { transfers: readonly ShownTransfer[] }): ReactNode {
  const { t, dateTime } = useWords()
  return (
    <section className="panel" aria-labelledby="story">
      <h2 id="story">{t('story.title')}</h2>
      <ol className="plain-list">
        {transfers.map((one, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: they are known by their place
          <li key={index} className="row">
            <span className="small dim no-wrap">{dateTime(one.at)}</span>
            <Sentence transfer={one} />
          </li>
        ))}
      </ol>
    </section>
  )
}

function Sentence({ transfer }: { transfer: ShownTransfer }): ReactNode {
  const { t } = useWords()
  const { kind, into } = transfer
  const said = (one: ShownTransfer['party']) => (one && party(one)) || t('story.somebody')
  const who = { party: said(transfer.party), by: said(transfer.by), to: said(transfer.to) }
  if (kind === 'transferred' && into !== undefined) {
    return (
      <span>
        <bdi>{t('story.into', who)}</bdi>{' '}
        <Link href={`/calls/${into}`}>{t('story.that-call')}</Link>
      </span>
    )
  }
  const isAway = kind === 'transferred' && !transfer.to
  const sentence = t(isAway ? 'story.transferred-away' : `story.${kind}`, who)
  const { why } = transfer
  return <bdi>{why === undefined ? sentence : t('story.why', { said: sentence, why })}</bdi>
}
