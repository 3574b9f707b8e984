import { OPERATOR_DIGIT } from '../model/dial-plan.ts'
import { outsideNumber, type PartyNumber } from '../model/party-number.ts'
import type { Message } from '../words/message.ts'
import { message, say } from '../words/say.ts'
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
  /** The same for any language. */
  readonly steps: readonly Message[]
}

/** What one step has decided, and why. */
interface Decided {
  readonly target: Target
  readonly steps: readonly Message[]
}

/** One step of reading: it decides, or leaves it to the next. */
type Step = (dialled: PartyNumber, space: NumberSpace) => Decided | undefined

const STEPS: readonly Step[] = [emergency, extension, operator, international, outside]

/**
 * Interprets what was dialled, whole. Routing is data (DESIGN §5): this is the one reader of it, for calls and for explaining
 * them. The emergency number comes before anything else (EMER-4).
 */
export function route(dialled: PartyNumber, space: NumberSpace): Routed {
  const { target, steps } = decided(dialled, space)
  return {
    target,
    steps,
    get explanation() {
      return steps.map((step) => say('en', step)) // a call is routed without it
    },
  }
}

function decided(dialled: PartyNumber, space: NumberSpace): Decided {
  const { digits, raw } = dialled
  if (digits === '') return nowhere('not-a-number', message('route.not-a-number', { raw }))
  const begin = message('route.dialled', { digits })
  for (const step of STEPS) {
    const found = step(dialled, space)
    if (found) return { ...found, steps: [begin, ...found.steps] }
  }
  return nowhere('no-such-number', begin, message('route.no-extension', { digits }))
}

function emergency({ digits }: PartyNumber, { plan }: NumberSpace): Decided | undefined {
  if (!emergencyNumbers(plan).includes(digits)) return undefined
  const { emergencyNumber, outsideDigit } = plan
  const says = message('route.emergency', { digits: emergencyNumber })
  const number = outsideNumber(emergencyNumber, 'emergency')
  return {
    target: { kind: 'emergency', number },
    steps: digits === emergencyNumber ? [says] : [forOutside(outsideDigit), says],
  }
}

function extension({ digits, plan }: PartyNumber, space: NumberSpace): Decided | undefined {
  const found = plan === 'e164' ? undefined : space.extension(digits)
  return found && leadTo(found, digits)
}

function leadTo({ id, kind }: Dialable, number: string): Decided {
  return kind === 'test'
    ? {
        target: { kind: 'test', extension: id },
        steps: [message('route.test', { digits: number })],
      }
    : {
        target: { kind: 'extension', extension: id },
        steps: [message('route.extension', { digits: number })],
      }
}

function operator({ digits }: PartyNumber, space: NumberSpace): Decided | undefined {
  if (digits !== OPERATOR_DIGIT) return undefined
  const found = space.extensionById(space.plan.operator ?? '')
  if (!found) return nowhere('no-operator', message('route.no-operator', { digits }))
  const { target, steps } = leadTo(found, found.number)
  const who = message('route.operator', { digits, operator: found.number })
  return { target, steps: [who, ...steps] }
}

/** With its `+`, from a contact or a call list: no digit for outside calls is needed. DIAL-53. */
function international({ digits, plan, raw }: PartyNumber): Decided | undefined {
  if (plan !== 'e164') return undefined
  if (digits.length < SHORTEST_E164) {
    return nowhere('no-such-number', message('route.international-too-short', { digits }))
  }
  const number = outsideNumber(raw, 'e164', digits)
  return {
    target: { kind: 'outside', number },
    steps: [message('route.international', { digits })],
  }
}

function outside({ digits }: PartyNumber, { plan }: NumberSpace): Decided | undefined {
  if (!digits.startsWith(plan.outsideDigit)) return undefined
  const rest = digits.slice(plan.outsideDigit.length)
  const begin = forOutside(plan.outsideDigit)
  if (rest === '') return nowhere('incomplete', begin, message('route.nothing-follows'))
  if (!/^\d+$/.test(rest)) {
    return nowhere('no-such-number', begin, message('route.no-outside-number', { rest }))
  }

  const { extent, plan: kind, digits: canonical, says } = readNanp(rest)
  const sentence = message('route.outside', { rest, says })
  if (extent === 'more') return nowhere('incomplete', begin, sentence)
  if (extent === 'impossible') return nowhere('no-such-number', begin, sentence)
  const number = outsideNumber(rest, kind, canonical)
  return { target: { kind: 'outside', number }, steps: [begin, sentence] }
}

type Why = Extract<Target, { kind: 'nowhere' }>['why']

function nowhere(why: Why, ...steps: Message[]): Decided {
  return { target: { kind: 'nowhere', why }, steps }
}

function forOutside(digit: string): Message {
  return message('route.for-outside', { digit })
}
