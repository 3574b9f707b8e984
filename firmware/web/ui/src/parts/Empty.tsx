import type { ReactNode } from 'react'
import { Icon, type IconName } from './Icon.tsx'

/** Says that there is nothing, why, and what to do about it. */
export function Empty({ icon, children }: { icon: IconName; children: ReactNode }): ReactNode {
  return (
    <div className="empty">
      <Icon name={icon} size={32} />
      {children}
    </div>
  )
}
