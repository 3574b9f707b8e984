import { Button } from '@mantine/core'
import { type ReactNode, useState } from 'react'
import { useLocation } from 'wouter'
import type { Changed, ConfigObject } from '../../../contract.ts'
import { api } from '../api/api.ts'
import { accepted } from '../api/changes.ts'
import { useObject, useSection } from '../api/queries.ts'
import { useMay } from '../api/use-may.ts'
import { NewObjectForm, ObjectForm } from '../forms/ObjectForm.tsx'
import { RemoveButton } from '../forms/RemoveButton.tsx'
import { Loaded } from '../parts/Loaded.tsx'
import { Page } from '../parts/Page.tsx'
import { PhotoInput } from '../parts/PhotoInput.tsx'
import { Uses } from '../parts/Uses.tsx'
import { useWords } from '../words/use-words.ts'
import { freeSpeedDial, type Kind } from './kinds.ts'

/** One entry of a list, with everything that it has. */
export function ItemPage({ kind, id }: { kind: Kind; id: string }): ReactNode {
  const { t } = useWords()
  const mayRemove = useMay(kind.may.remove)
  const object = useObject<ConfigObject>(kind.section, id)
  const name = object.data ? kind.name(object.data) : ''
  return (
    <Page
      title={name || t(kind.title)}
      actions={
        <div className="row">
          {kind.section === 'userTemplates' && <CopyTemplate id={id} />}
          {mayRemove && (
            <RemoveButton
              changes={[{ do: 'remove', section: kind.section, id }]}
              name={name}
              then={kind.path}
            />
          )}
        </div>
      }
    >
      <Loaded query={object}>
        {(stored) => (
          <div className="stack">
            {kind.hasPhoto && (
              <section className="panel">
                <h2>{t('photo.title')}</h2>
                <PhotoInput
                  name={name}
                  photo={String(stored.photo ?? '')}
                  save={(photo) =>
                    api.patch<Changed>(`/config/${kind.section}/${id}`, { photo }, stored._revision)
                  }
                />
              </section>
            )}
            <section className="panel">
              <ObjectForm section={kind.section} id={id} hidden={HIDDEN} />
            </section>
            {kind.section === 'userTemplates' && (
              <section className="panel">
                <h2>{t('templates.applied-to')}</h2>
                <Uses of={[{ section: kind.section, id }]} none={t('templates.unused')} />
              </section>
            )}
          </div>
        )}
      </Loaded>
    </Page>
  )
}

const HIDDEN = ['photo']

/** UTPL-3: the same settings under another name. */
function CopyTemplate({ id }: { id: string }): ReactNode {
  const words = useWords()
  const { t } = words
  const [, go] = useLocation()
  const [busy, setBusy] = useState(false)
  const all = useSection<ConfigObject>('userTemplates').data ?? []
  const copy = async () => {
    setBusy(true)
    const {
      id: _id,
      _revision,
      site: _site,
      name,
      ...values
    } = all.find((one) => one.id === id) ?? { id, _revision: 0 }
    const names = new Set(all.map((one) => String(one.name)))
    let number = 2
    while (names.has(`${String(name)} ${number}`)) number++
    try {
      const changed = await api.post<Changed>('/config', {
        changes: [
          {
            do: 'create',
            section: 'userTemplates',
            id: 'new:1',
            values: { ...values, name: `${String(name)} ${number}` },
          },
        ],
      })
      accepted(changed, t('saved'), words)
      go(`/people/templates/${changed.ids['new:1'] ?? ''}`)
    } finally {
      setBusy(false)
    }
  }
  return (
    <Button variant="default" loading={busy} onClick={() => void copy()}>
      {t('templates.copy')}
    </Button>
  )
}

/** An entry that is not there yet. */
export function NewItemPage({ kind }: { kind: Kind }): ReactNode {
  const { t } = useWords()
  const [, go] = useLocation()
  const contacts = useSection<ConfigObject>(kind.section)
  const begin = (all: readonly ConfigObject[]) => {
    if (kind.section !== 'publicContacts') return {}
    const free = freeSpeedDial(new Set(all.map(({ speedDial }) => String(speedDial))))
    return free === undefined ? {} : { speedDial: free }
  }
  return (
    <Page title={t(kind.add)}>
      <Loaded query={contacts}>
        {(all) => (
          <section className="panel">
            <NewObjectForm
              section={kind.section}
              hidden={HIDDEN}
              begin={begin(all)}
              onMade={(id) => go(kind.hasPhoto ? `${kind.path}/${id}` : kind.path)}
            />
          </section>
        )}
      </Loaded>
    </Page>
  )
}
