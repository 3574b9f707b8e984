import type { ReactNode } from 'react'
import { useModel, useSection } from '../api/queries.ts'
import { Nowhere } from '../frame/Nowhere.tsx'
import { Loaded } from '../parts/Loaded.tsx'
import { Page } from '../parts/Page.tsx'
import { ObjectForm } from './ObjectForm.tsx'

/** The settings of a section by its name: of a singleton, or of the unit's first object. */
export function Settings({ section }: { section: string }): ReactNode {
  const model = useModel()
  const objects = useSection(section)
  const declared = model.data?.find((one) => one.section === section)
  if (model.data && !declared) return <Nowhere />
  const label = declared?.label ?? ''
  return (
    <Page title={label && `${label[0]?.toUpperCase()}${label.slice(1)}`}>
      <Loaded query={objects}>
        {(list) => (
          <section className="panel">
            <ObjectForm
              section={section}
              id={declared?.singleton ? section : (list[0]?.id ?? '')}
            />
          </section>
        )}
      </Loaded>
    </Page>
  )
}
