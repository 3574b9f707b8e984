import type { ShownCall } from '../../../contract.ts'

type Leg = ShownCall['legs'][number]

/** A party as people say it: `Ana Ruiz (101)`. */
export function party({ digits, name }: { digits: string; name?: string | undefined }): string {
  if (!name) return digits
  return digits ? `${name} (${digits})` : name
}

/** Who called and who is called. */
export function sides(call: ShownCall): { readonly from: string; readonly to: string } {
  const from = call.legs.find(({ direction }) => direction === 'in')
  const to = call.legs.filter(({ direction }) => direction === 'out')
  return {
    from: from ? party(from) : '',
    to: to.length > 0 ? to.map(party).join(', ') : call.dialled,
  }
}

export type Phase = 'dialling' | 'ringing' | 'talking' | 'held' | 'other'

/** What people call the phases of a leg (calls/leg.ts). */
const PHASES: Readonly<Record<string, Phase>> = {
  offered: 'dialling',
  calling: 'dialling',
  alerting: 'ringing',
  answered: 'talking',
}

export function phaseOf({ phase, held }: Pick<Leg, 'phase' | 'held'>): Phase {
  if (held) return 'held'
  return PHASES[phase] ?? 'other'
}
