import type { Call } from '../../../firmware/calls/call.ts'
import { Cause } from '../../../firmware/calls/cause.ts'
import { conversationProgram } from '../../../firmware/features/conversation/conversation.ts'
import { extensionProgram } from '../../../firmware/features/extension/extension.ts'
import type { Signal } from '../../../firmware/gateway/contract.ts'
import type { NumberSpace } from '../../../firmware/numbers/dial-plan.ts'
import { route } from '../../../firmware/numbers/dial-plan.ts'
import type { Goal, Reachable } from '../../../firmware/numbers/reach.ts'
import type { ScriptedLeg } from '../../calls/fakes.ts'
import { SmallExchange } from '../../calls/fakes.ts'

/** Extensions 101 to 109, each one telephone; 109 is busy. */
const space: NumberSpace = {
  extension: (number) => (/^10[1-9]$/.test(number) ? { id: number, kind: 'user' } : undefined),
  extensionById: () => undefined,
  numbers: () => [1, 2, 3, 4, 5, 6, 7, 8, 9].map((digit) => `10${digit}`),
  plan: {
    outsideDigit: '9',
    emergencyNumber: '911',
    emergencyDirect: true,
  },
}

/** What is heard while a telephone holds: 102 has music, the others have none. */
const PIECES = new Map<string, Signal>([['102', { kind: 'music', paths: ['/music/102.wav'] }]])

/** 101 called 102, and they talk. */
export async function aTalk(): Promise<Talk> {
  let exchange: SmallExchange | undefined
  const reachable: Reachable = {
    attempt: (_call: Call, goal: Goal, number: number) => {
      const key =
        goal.kind === 'extension' ? goal.extension : goal.kind === 'device' ? goal.device : ''
      if (number > 0 || key === '') return undefined
      if (key === '109') return { destinations: [], otherwise: Cause.userBusy }
      return {
        destinations: exchange ? [exchange.destination(key)] : [],
        otherwise: Cause.noAnswer,
      }
    },
  }
  exchange = new SmallExchange(
    extensionProgram(reachable) as never,
    conversationProgram({
      numbers: { space, timing: { firstDigitSeconds: 15, interDigitSeconds: 4 } },
      reachable,
      holdMusic: (holder) => PIECES.get(holder.party.digits),
      target: (_holder, _held, dialled) => {
        const { target } = route(dialled, space)
        return target.kind === 'nowhere' ? Cause.unallocatedNumber : target
      },
    }) as never,
  )
  const { call, caller } = await exchange.call('extension', { extension: '102', attempt: 0 })
  const talk = new Talk(exchange, call.id, caller.id)
  talk.phone('102').becomes('answered')
  await exchange.settle()
  return talk
}

/** What the test does to the call, and hears. */
export class Talk {
  readonly exchange: SmallExchange
  readonly #call: string
  readonly #caller: string

  constructor(exchange: SmallExchange, call: string, caller: string) {
    this.exchange = exchange
    this.#call = call
    this.#caller = caller
  }

  get call(): Call | undefined {
    return this.exchange.table.call(this.#call)
  }

  get caller(): ScriptedLeg {
    return this.call?.leg(this.#caller) as ScriptedLeg
  }

  phone(number: string): ScriptedLeg {
    return this.exchange.phone(number)
  }

  async flash(leg: ScriptedLeg): Promise<void> {
    leg.flashes++
    leg.call.changed(leg)
    await this.exchange.settle()
  }

  /** Its telephone sends a=sendonly, or a=sendrecv again. */
  async holds(leg: ScriptedLeg, held: boolean): Promise<void> {
    leg.held = held
    leg.call.changed(leg)
    await this.exchange.settle()
  }

  async dial(leg: ScriptedLeg, digits: string): Promise<void> {
    leg.presses(digits)
    await this.exchange.settle()
  }

  async answers(number: string): Promise<void> {
    const leg = this.phone(number)
    leg.becomes('alerting')
    leg.becomes('answered')
    await this.exchange.settle()
  }

  async hangsUp(leg: ScriptedLeg): Promise<void> {
    leg.hangsUp()
    await this.exchange.settle()
  }

  /** Whether each hears the other, by all that the gateway was told. */
  hear(a: ScriptedLeg, b: ScriptedLeg): boolean {
    const pairs = this.exchange.gateway.of('topology')
    const last = (from: ScriptedLeg, to: ScriptedLeg) =>
      pairs.filter((pair) => pair.from === from.id && pair.to === to.id).at(-1)?.hears ?? true
    return last(a, b) && last(b, a)
  }

  /** Tones that play to the leg now: their frequencies. */
  tones(leg: ScriptedLeg): string[] {
    const stopped = this.exchange.gateway.of('stop').map(({ attachment }) => attachment)
    return this.exchange.gateway
      .of('play')
      .filter(
        ({ termination, attachment }) => termination === leg.id && !stopped.includes(attachment),
      )
      .map(({ signal }) =>
        signal.kind === 'tone'
          ? signal.hz.join('+')
          : signal.kind === 'tones'
            ? `${signal.parts[0]?.hz.join('+')} …`
            : signal.kind,
      )
  }
}
