import type { ReactNode } from 'react'
import { useWords } from '../words/use-words.ts'

/** So many are shown at once; one more would cost as much room as saying that there is one. */
const AT_ONCE = 6

/** What changes, a line each; strangers may have named it. Of many lines the first are shown, the others on demand. */
export function Lines({ lines }: { lines: readonly string[] }): ReactNode {
  const { t } = useWords()
  if (lines.length <= AT_ONCE + 1) return <LineList lines={lines} />
  const others = lines.slice(AT_ONCE)
  return (
    <>
      <LineList lines={lines.slice(0, AT_ONCE)} />
      <details>
        <summary className="small">{t('history.others', { count: others.length })}</summary>
        <LineList lines={others} />
      </details>
    </>
  )
}

function LineList({ lines }: { lines: readonly string[] }): ReactNode {
  if (lines.length === 0) return null
  return (
    <ul className="history-lines small">
      {lines.map((line, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: two lines may be alike
        <li key={index}>
          <bdi>{line}</bdi>
        </li>
      ))}
    </ul>
  )
}
