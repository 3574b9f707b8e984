import { useMemo } from 'react'
import type { ConfigObject } from '../../../contract.ts'
import { useLive, useSection } from '../api/queries.ts'
import type { AnalogHandset, Extension, Handset, Person } from '../model.ts'
import { known, type Office } from './people.ts'

/** Everybody, with numbers and telephones; the query of people carries loading and errors. */
export function useOffice(): { office: Office | undefined; query: ReturnType<typeof usePeople> } {
  const query = usePeople()
  const extensions = useSection<Extension>('extensions').data
  const handsets = useSection<Handset>('handsets').data
  const analog = useSection<AnalogHandset>('analogHandsets').data
  const templates = useSection<ConfigObject>('userTemplates').data
  const { data: phones } = useLive('phones')
  const people = query.data
  const office = useMemo(() => {
    if (!people || !extensions || !handsets || !analog) return undefined
    const all = [...handsets, ...analog]
    return {
      extensions,
      handsets,
      analog,
      people: known({
        people,
        extensions,
        handsets: all,
        phones: phones ?? [],
        templates: templates ?? [],
      }),
    }
  }, [people, extensions, handsets, analog, phones, templates])
  return { office, query }
}

function usePeople() {
  return useSection<Person>('users')
}
