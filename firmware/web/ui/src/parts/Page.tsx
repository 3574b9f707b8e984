import { type ReactNode, useEffect, useRef } from 'react'
import { Watched } from '../api/watched.ts'

/** Whether a page was shown before this one: the first one leaves the focus where the browser has it. */
const arrived = new Watched(false)

interface PageProps {
  readonly title: string
  readonly lead?: ReactNode
  /** Beside the title. */
  readonly actions?: ReactNode
  readonly children: ReactNode
}

/** One page: its title is the window's, and has the focus after a change of page, so that a screen reader says it. */
export function Page({ title, lead, actions, children }: PageProps): ReactNode {
  const heading = useRef<HTMLHeadingElement>(null)
  useEffect(() => {
    document.title = `${title} – Strowger`
  }, [title])
  useEffect(() => {
    // A form that has put the focus into its first field keeps it.
    const inside = document.getElementById('main')?.contains(document.activeElement)
    if (arrived.get() && !inside) heading.current?.focus()
    arrived.set(true)
  }, [])
  return (
    <>
      <div className="page-head">
        <h1 ref={heading} tabIndex={-1}>
          {title}
        </h1>
        {actions}
      </div>
      {lead && <p className="lead">{lead}</p>}
      {children}
    </>
  )
}
