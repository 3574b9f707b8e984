import type { ReactNode } from 'react'
import { Link, useLocation } from 'wouter'
import { Icon } from '../parts/Icon.tsx'
import { useWords } from '../words/use-words.ts'
import { isAt, MORE, PLACES, SIMULATED } from './places.ts'

/** The places, as links. `onGo` is told when one is taken: a drawer closes then. */
export function NavList({ simulated, onGo }: { simulated: boolean; onGo?: () => void }): ReactNode {
  const { t } = useWords()
  const [location] = useLocation()
  const places = [...PLACES, ...MORE, ...(simulated ? [SIMULATED] : [])]
  return (
    <ul className="nav-list">
      {places.map((place) => (
        <li key={place.path}>
          <Link
            href={place.path}
            className="nav-link"
            aria-current={isAt(place, location) ? 'page' : undefined}
            onClick={() => onGo?.()}
          >
            <Icon name={place.icon} />
            {t(place.name)}
          </Link>
        </li>
      ))}
    </ul>
  )
}
