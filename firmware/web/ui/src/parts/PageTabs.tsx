import { Menu } from '@mantine/core'
import { type ReactNode, useLayoutEffect, useRef, useState } from 'react'
import { Link, useLocation } from 'wouter'
import { useWords } from '../words/use-words.ts'
import { fitting } from './fitting.ts'
import { Icon } from './Icon.tsx'

const GAP = 8 // px, as in the style sheet
const MORE = 100 // px: the button in the longest language

interface PageTab {
  readonly path: string
  readonly label: string
}

interface PageTabsProps {
  readonly name: string
  readonly tabs: readonly PageTab[]
}

/** The pages that belong together, as links in one row: each has an address of its own. What does not fit is in a menu behind them. */
export function PageTabs({ name, tabs }: PageTabsProps): ReactNode {
  const [location] = useLocation()
  const open = tabs.findIndex(({ path }) => path === location)
  const { nav, row, shown } = useFitting(tabs, open)
  const inRow = shown ? tabs.filter((_, index) => shown.includes(index)) : tabs
  const others = tabs.filter((tab) => !inRow.includes(tab))
  return (
    <nav className="page-tabs" aria-label={name} ref={nav}>
      <div className="page-tabs-row" ref={row}>
        {inRow.map(({ path, label }) => (
          <Link key={path} href={path} aria-current={location === path ? 'page' : undefined}>
            {label}
          </Link>
        ))}
      </div>
      {others.length > 0 && <Others tabs={others} />}
    </nav>
  )
}

/** Which tabs fit: each is measured once, while all stand in the row and before anything is painted; the row whenever its width changes. */
function useFitting(tabs: readonly PageTab[], open: number) {
  const nav = useRef<HTMLElement>(null)
  const row = useRef<HTMLDivElement>(null)
  const labels = tabs.map(({ label }) => label).join()
  const [measured, setMeasured] = useState<{ labels: string; widths: readonly number[] }>()
  const [room, setRoom] = useState(0)
  const widths = measured?.labels === labels ? measured.widths : undefined
  useLayoutEffect(() => {
    if (widths || !row.current) return
    const links = [...row.current.children]
    setMeasured({ labels, widths: links.map((one) => one.getBoundingClientRect().width + GAP) })
  }, [labels, widths])
  useLayoutEffect(() => {
    const element = nav.current
    if (!element) return
    const measure = () => setRoom(element.clientWidth)
    measure()
    const observer = new ResizeObserver(measure)
    observer.observe(element)
    return () => observer.disconnect()
  }, [])
  const shown = widths && room > 0 ? fitting(widths, room, MORE, open) : undefined
  return { nav, row, shown }
}

function Others({ tabs }: Pick<PageTabsProps, 'tabs'>): ReactNode {
  const { t } = useWords()
  return (
    <Menu position="bottom-end" width={240}>
      <Menu.Target>
        <button type="button" className="page-tabs-more">
          {t('tabs.more')}
          <Icon name="down" size={16} />
        </button>
      </Menu.Target>
      <Menu.Dropdown>
        {tabs.map(({ path, label }) => (
          <Menu.Item key={path} component={Link} href={path}>
            {label}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  )
}
