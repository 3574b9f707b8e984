import { OPERATOR_DIGIT } from '../model/dial-plan.ts'
import { outsideNumber, type PartyNumber } from '../model/party-number.ts'
import { readNanp, SHORTEST_E164 } from './nanp.ts'
import { type Dialable, emergencyNumbers, type NumberSpace } from './number-space.ts'

export type { NumberSpace } from './number-space.ts'

/** What a dialled string may lead to. */
export type Target =
  | { readonly kind: 'extension'; readonly extension: string }
  | { readonly kind: 'test'; readonly extension: string }
  | { readonly kind: 'emergency'; readonly number: PartyNumber }
  | { readonly kind: 'outside'; readonly number: PartyNumber }
  | {
      readonly kind: 'nowhere'
      readonly why: 'no-such-number' | 'not-a-number' | 'no-operator' | 'incomplete'
    }

export interface Routed {
  readonly target: Target
  /** One sentence a step, in order: what was looked at and what it decided. The same words are shown on the page. */
  readonly explanation: readonly string[]
}

/** One step of reading: it decides, or leaves it to the next. */
type Step = (dialled: PartyNumber, space: NumberSpace) => Routed | undefined

const STEPS: readonly Step[] = [emergency, extension, operator, international, outside]

/**
 * Interprets what was dialled, whole. Routing is data (DESIGN §5): this is the one reader of it, for calls and for explaining
 * them. The emergency number comes before anything else (EMER-4).
 */
export function route(dialled: PartyNumber, space: NumberSpace): Routed {
  if (dialled.digits === '') {
    const why = `'${dialled.raw}' is not a number that can be dialled`
    return { target: { kind: 'nowhere', why: 'not-a-number' }, explanation: [why] }
  }
  const begin = `dialled ${dialled.digits}`
  for (const step of STEPS) {
    const routed = step(dialled, space)
    if (routed) return { ...routed, explanation: [begin, ...routed.explanation] }
  }
  const explanation = [begin, `no extension is ${dialled.digits}`]
  return { target: { kind: 'nowhere', why: 'no-such-number' }, explanation }
}

function emergency({ digits }: PartyNumber, { plan }: NumberSpace): Routed | undefined {
  if (!emergencyNumbers(plan).includes(digits)) return undefined
  const { emergencyNumber, outsideDigit } = plan
  const says = `${emergencyNumber} is the emergency number`
  const number = outsideNumber(emergencyNumber, 'emergency')
  return {
    target: { kind: 'emergency', number },
    explanation: digits === emergencyNumber ? [says] : [forOutside(outsideDigit), says],
  }
}

function extension({ digits, plan }: PartyNumber, space: NumberSpace): Routed | undefined {
  const found = plan === 'e164' ? undefined : space.extension(digits)
  return found && leadTo(found, digits)
}

function leadTo({ id, kind }: Dialable, number: string): Routed {
  return kind === 'test'
    ? {
        target: { kind: 'test', extension: id },
        explanation: [`${number} is the echo and announcement test`],
      }
    : {
        target: { kind: 'extension', extension: id },
        explanation: [`${number} is an extension: its call route decides`],
      }
}

function operator({ digits }: PartyNumber, space: NumberSpace): Routed | undefined {
  if (digits !== OPERATOR_DIGIT) return undefined
  const found = space.extensionById(space.plan.operator ?? '')
  if (!found) {
    const explanation = [`${digits} calls the operator, and nobody is the operator`]
    return { target: { kind: 'nowhere', why: 'no-operator' }, explanation }
  }
  const { target, explanation } = leadTo(found, found.number)
  return {
    target,
    explanation: [`${digits} calls the operator, who is ${found.number}`, ...explanation],
  }
}

/** With its `+`, from a contact or a call list: no digit for outside calls is needed. DIAL-53. */
function international({ digits, plan, raw }: PartyNumber): Routed | undefined {
  if (plan !== 'e164') return undefined
  if (digits.length < SHORTEST_E164) {
    return nowhere('no-such-number', `+${digits} is too short for an international number`)
  }
  const explanation = [`+${digits} is an international number`]
  return { target: { kind: 'outside', number: outsideNumber(raw, 'e164', digits) }, explanation }
}

function outside({ digits }: PartyNumber, { plan }: NumberSpace): Routed | undefined {
  if (!digits.startsWith(plan.outsideDigit)) return undefined
  const rest = digits.slice(plan.outsideDigit.length)
  const begin = forOutside(plan.outsideDigit)
  if (rest === '') return nowhere('incomplete', begin, 'no number follows')
  if (!/^\d+$/.test(rest)) return nowhere('no-such-number', begin, `${rest} is no outside number`)

  const { extent, plan: kind, digits: canonical, says } = readNanp(rest)
  const sentence = `${rest} is ${says}`
  if (extent === 'more') return nowhere('incomplete', begin, sentence)
  if (extent === 'impossible') return nowhere('no-such-number', begin, sentence)
  const number = outsideNumber(rest, kind, canonical)
  return { target: { kind: 'outside', number }, explanation: [begin, sentence] }
}

function nowhere(why: 'incomplete' | 'no-such-number', ...explanation: string[]): Routed {
  return { target: { kind: 'nowhere', why }, explanation }
}

function forOutside(digit: string): string {
  return `${digit} is for outside calls`
}
