import type { ReactNode } from 'react'
import type { ShownCall } from '../../../contract.ts'
import { Lamp } from '../parts/Lamp.tsx'
import { useWords } from '../words/use-words.ts'
import { phaseOf } from './call-words.ts'

/** What the caller is doing. */
export function CallState({ call }: { call: ShownCall }): ReactNode {
  const { t } = useWords()
  const caller = call.legs.find(({ direction }) => direction === 'in') ?? call.legs[0]
  if (!caller) return null
  const phase = phaseOf(caller)
  return (
    <Lamp tone={phase === 'talking' ? 'good' : 'busy'}>
      {phase === 'other' ? caller.phase : t(`call.${phase}`)}
    </Lamp>
  )
}
