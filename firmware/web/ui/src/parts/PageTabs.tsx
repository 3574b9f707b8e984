import type { ReactNode } from 'react'
import { Link, useLocation } from 'wouter'

interface PageTab {
  readonly path: string
  readonly label: string
}

/** The pages that belong together, as links: each has an address of its own. */
export function PageTabs({ name, tabs }: { name: string; tabs: readonly PageTab[] }): ReactNode {
  const [location] = useLocation()
  return (
    <nav className="page-tabs" aria-label={name}>
      {tabs.map(({ path, label }) => (
        <Link key={path} href={path} aria-current={location === path ? 'page' : undefined}>
          {label}
        </Link>
      ))}
    </nav>
  )
}
