import type { ReactNode } from 'react'
import { LanguageChoice } from './LanguageChoice.tsx'

/** A page before the frame: one thing to do. */
export function Gate({
  title,
  busy = false,
  children,
}: {
  title: string
  /** It goes away by itself in a moment. */
  busy?: boolean
  children: ReactNode
}): ReactNode {
  return (
    <main className="gate" aria-busy={busy}>
      <div className="gate-box stack">
        <img src="/mark.svg" alt="" width={48} height={48} />
        <div className="panel stack">
          <h1 className="gate-title">{title}</h1>
          <div>{children}</div>
        </div>
        <LanguageChoice />
      </div>
    </main>
  )
}
