import { useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { api } from '../api/api.ts'
import { Loaded } from '../parts/Loaded.tsx'
import { Page } from '../parts/Page.tsx'
import { useWords } from '../words/use-words.ts'
import { SimulatedOffice } from './SimulatedOffice.tsx'
import { SimulatedPhone } from './SimulatedPhone.tsx'

/** A simulated line and what goes on at its far end (gateway/sim-command.ts). */
export interface SimulatedLine {
  readonly line: string
  readonly kind: 'fxs' | 'fxo'
  readonly hearing: {
    readonly levelDbm0: number
    readonly hz: readonly number[]
    readonly ringing: boolean
    readonly rings: number
    readonly offHook: boolean
    readonly callerNumber: string
    readonly callerName: string
  }
  readonly office?: { readonly state: string }
}

/** The telephones and the central office that are not there: whoever tries the server plays both. */
export function Simulated(): ReactNode {
  const { t } = useWords()
  const lines = useQuery({
    queryKey: ['sim'],
    queryFn: ({ signal }) => api.get<readonly SimulatedLine[]>('/sim', signal),
    refetchInterval: 700,
    staleTime: 0,
  })
  return (
    <Page title={t('nav.simulated')} lead={t('sim.lead')}>
      <Loaded query={lines}>
        {(list) => (
          <div className="tiles tiles-wide">
            {list.map((line) =>
              line.kind === 'fxs' ? (
                <SimulatedPhone key={line.line} line={line} />
              ) : (
                <SimulatedOffice key={line.line} line={line} />
              ),
            )}
          </div>
        )}
      </Loaded>
    </Page>
  )
}
