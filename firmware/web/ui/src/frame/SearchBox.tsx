import { TextInput } from '@mantine/core'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { type KeyboardEvent, type ReactNode, useState } from 'react'
import { useLocation } from 'wouter'
import type { SearchHit } from '../../../contract.ts'
import { api } from '../api/api.ts'
import { useSettled } from '../clock.ts'
import { Icon, type IconName } from '../parts/Icon.tsx'
import { useWords } from '../words/use-words.ts'
import { matchingPlaces } from './matching.ts'
import { pagePath } from './page-path.ts'
import { BELOW, MORE, PLACES } from './places.ts'

const ICONS: Readonly<Record<SearchHit['kind'], IconName>> = {
  page: 'arrow',
  setting: 'system',
  person: 'user',
  phone: 'phone',
  extension: 'flow',
  line: 'lines',
}

/** A field and what was found, gone through with the arrow keys. */
export function SearchBox({ onGo }: { onGo: () => void }): ReactNode {
  const { t } = useWords()
  const [, go] = useLocation()
  const [text, setText] = useState('')
  const [at, setAt] = useState(0)
  const hits = useHits(text)
  const chosen = hits[Math.min(at, hits.length - 1)]
  const take = (hit: SearchHit | undefined) => {
    const path = hit && pagePath(hit.path)
    if (!path) return
    onGo()
    go(path)
  }
  const keys = (event: KeyboardEvent) => {
    const by = { ArrowDown: 1, ArrowUp: -1 }[event.key]
    if (by !== undefined) {
      event.preventDefault()
      setAt((hits.length + Math.min(at, hits.length - 1) + by) % Math.max(hits.length, 1))
    }
    if (event.key === 'Enter') take(chosen)
  }
  return (
    <div className="search">
      <TextInput
        data-autofocus
        size="lg"
        variant="unstyled"
        leftSection={<Icon name="search" />}
        aria-label={t('search')}
        placeholder={t('search.hint')}
        role="combobox"
        aria-expanded={hits.length > 0}
        aria-controls="search-hits"
        aria-activedescendant={chosen ? `hit-${hits.indexOf(chosen)}` : undefined}
        autoComplete="off"
        value={text}
        maxLength={100}
        onChange={(event) => {
          setText(event.currentTarget.value)
          setAt(0)
        }}
        onKeyDown={keys}
      />
      <div id="search-hits" role="listbox" aria-label={t('search.results')} className="search-hits">
        {hits.map((hit, index) => (
          // biome-ignore lint/a11y/useKeyWithClickEvents: the field above has the keys
          // biome-ignore lint/a11y/useFocusableInteractive: the focus stays in the field (ARIA combobox)
          <div
            key={`${hit.kind} ${hit.path} ${hit.title}`}
            id={`hit-${index}`}
            role="option"
            aria-selected={hit === chosen}
            className="search-hit"
            onClick={() => take(hit)}
          >
            <Icon name={ICONS[hit.kind] ?? 'arrow'} size={18} />
            <span>
              {hit.title}
              <small className="dim">{hit.detail}</small>
            </span>
          </div>
        ))}
      </div>
      {text !== '' && hits.length === 0 && (
        <p className="search-none dim" role="status">
          {t('search.none')}
        </p>
      )}
    </div>
  )
}

/** Places in the reader's language at once; then what the server knows, old names included. */
function useHits(text: string): readonly SearchHit[] {
  const { t } = useWords()
  const asked = useSettled(text.trim(), 150)
  const { data = [] } = useQuery({
    queryKey: ['search', asked],
    queryFn: ({ signal }) =>
      api.get<readonly SearchHit[]>(`/search?q=${encodeURIComponent(asked)}`, signal),
    enabled: asked !== '',
    placeholderData: keepPreviousData,
  })
  const places = [...PLACES, ...MORE].map(({ path, name }) => ({ path, name: t(name) }))
  const below = BELOW.map(({ path, name }) => ({ path, name: t(name as 'portal.title') }))
  const own = matchingPlaces(text.trim() === '' ? places : [...places, ...below], text)
  const paths = new Set(own.map(({ path }) => path))
  return [...own, ...(asked === '' ? [] : data.filter(({ path }) => !paths.has(path)))]
}
