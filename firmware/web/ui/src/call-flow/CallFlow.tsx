import { Button, TextInput } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { type FormEvent, type ReactNode, useState } from 'react'
import type { Explained } from '../../../contract.ts'
import { api } from '../api/api.ts'
import { ObjectForm } from '../forms/ObjectForm.tsx'
import { Loaded } from '../parts/Loaded.tsx'
import { Page } from '../parts/Page.tsx'
import { useWords } from '../words/use-words.ts'
import { CallFlowTabs } from './CallFlowTabs.tsx'

/** What dialling a number does, asked of the exchange itself; and the rules behind it. */
export function CallFlow(): ReactNode {
  const { t } = useWords()
  return (
    <Page title={t('nav.call-flow')}>
      <CallFlowTabs />
      <div className="columns">
        <section className="panel stack">
          <h2>{t('flow.try')}</h2>
          <Try />
        </section>
        <section className="panel">
          <h2>{t('flow.dial-plan')}</h2>
          <ObjectForm section="dialPlan" id="dialPlan" />
        </section>
      </div>
    </Page>
  )
}

function Try(): ReactNode {
  const { t } = useWords()
  const [typed, setTyped] = useState('')
  const [digits, setDigits] = useState('')
  const explained = useQuery({
    queryKey: ['explain', digits],
    queryFn: ({ signal }) =>
      api.get<Explained>(`/explain?digits=${encodeURIComponent(digits)}`, signal),
    enabled: digits !== '',
    staleTime: 0,
  })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    setDigits(typed.trim())
  }
  return (
    <>
      <form className="row row-bottom" onSubmit={submit}>
        <TextInput
          className="grow"
          label={t('flow.digits')}
          inputMode="tel"
          maxLength={32}
          value={typed}
          onChange={(event) => setTyped(event.currentTarget.value)}
        />
        <Button type="submit">{t('flow.explain')}</Button>
      </form>
      <div aria-live="polite">
        {digits !== '' && (
          <Loaded query={explained}>
            {({ explanation }) => (
              <ol className="steps">
                {explanation.map((line, index) => (
                  // biome-ignore lint/suspicious/noArrayIndexKey: steps are known by their place
                  <li key={index}>{line}</li>
                ))}
              </ol>
            )}
          </Loaded>
        )}
      </div>
    </>
  )
}
