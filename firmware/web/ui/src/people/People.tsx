import { Button, SegmentedControl, TextInput } from '@mantine/core'
import { type ReactNode, useDeferredValue, useMemo, useState } from 'react'
import { Link } from 'wouter'
import { useMay } from '../api/use-may.ts'
import { Empty } from '../parts/Empty.tsx'
import { Icon } from '../parts/Icon.tsx'
import { Loaded } from '../parts/Loaded.tsx'
import { Page } from '../parts/Page.tsx'
import { useWords } from '../words/use-words.ts'
import { BulkBar } from './BulkBar.tsx'
import { PeopleRows } from './PeopleRows.tsx'
import { PeopleTabs } from './PeopleTabs.tsx'
import { found, type Known, type Order } from './people.ts'
import { useOffice } from './use-known.ts'

export function People(): ReactNode {
  const { t } = useWords()
  const { office, query } = useOffice()
  const mayAdd = useMay('PERM-135')
  const add = mayAdd && (
    <Button component={Link} href="/people/new" leftSection={<Icon name="plus" size={18} />}>
      {t('people.add')}
    </Button>
  )
  return (
    <Page title={t('nav.people')} actions={add}>
      <PeopleTabs />
      <Loaded query={query}>{() => office && <Found people={office.people} />}</Loaded>
    </Page>
  )
}

function Found({ people }: { people: readonly Known[] }): ReactNode {
  const { t, language } = useWords()
  const [text, setText] = useState('')
  const [order, setOrder] = useState<Order>('name')
  const [ticked, setTicked] = useState<ReadonlySet<string>>()
  const [templates, setTemplates] = useState(false)
  const mayBulk = useMay('PERM-143')
  const wanted = useDeferredValue(text)
  const list = useMemo(
    () => found(people, wanted, order, language),
    [people, wanted, order, language],
  )
  return (
    <div className="stack">
      <div className="row">
        <TextInput
          className="grow"
          aria-label={t('people.search')}
          placeholder={t('people.search')}
          leftSection={<Icon name="search" size={18} />}
          value={text}
          onChange={(event) => setText(event.currentTarget.value)}
        />
        <SegmentedControl
          aria-label={t('order')}
          transitionDuration={0}
          value={order}
          onChange={(value) => setOrder(value as Order)}
          data={[
            { value: 'name', label: t('people.by-name') },
            { value: 'number', label: t('people.by-number') },
          ]}
        />
      </div>
      <div className="row">
        <span className="small dim" role="status">
          {t('people.count', { count: list.length })}
        </span>
        <Button
          className="row-end"
          size="compact-sm"
          variant="default"
          aria-pressed={templates}
          onClick={() => setTemplates(!templates)}
        >
          {t('people.templates')}
        </Button>
        {mayBulk && (
          <Button
            size="compact-sm"
            variant="default"
            aria-pressed={ticked !== undefined}
            onClick={() => setTicked(ticked ? undefined : new Set())}
          >
            {t('bulk.title')}
          </Button>
        )}
      </div>
      {ticked && <BulkBar people={list} ticked={ticked} onTick={setTicked} />}
      {list.length > 0 ? (
        <PeopleRows people={list} ticked={ticked} onTick={setTicked} templates={templates} />
      ) : (
        <Empty icon="people">{t('people.none')}</Empty>
      )}
    </div>
  )
}
