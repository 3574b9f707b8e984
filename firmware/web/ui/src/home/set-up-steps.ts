/** What is left to do in a new office. */
export interface OfficeFacts {
  readonly people: number
  readonly phones: number
  readonly phonesHere: number
  readonly lines: number
  /** Lines whose calls go somewhere. */
  readonly linesRouted: number
  readonly timeZone: string
  readonly operator: boolean
}

export type Step = 'person' | 'phone' | 'line-route' | 'time-zone' | 'operator'

export const STEP_PATHS: Readonly<Record<Step, string>> = {
  person: '/people/new',
  phone: '/phones',
  'line-route': '/lines',
  'time-zone': '/settings/sites',
  operator: '/settings/dialPlan',
}

/** In the order in which one does them; empty when the office is set up. */
export function stepsLeft(office: OfficeFacts): readonly Step[] {
  const left: Step[] = []
  if (office.people < 2) left.push('person') // the first is the unit's own administrator
  if (office.phonesHere === 0) left.push('phone')
  if (office.linesRouted < office.lines) left.push('line-route')
  if (office.timeZone === 'UTC') left.push('time-zone')
  if (!office.operator) left.push('operator')
  return left
}
