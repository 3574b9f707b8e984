import type { Call } from '../../../firmware/calls/call.ts'
import { Cause } from '../../../firmware/calls/cause.ts'
import type { Leg } from '../../../firmware/calls/leg.ts'
import { conversationProgram } from '../../../firmware/features/conversation/conversation.ts'
import type { ExtensionState } from '../../../firmware/features/extension/extension.ts'
import { extensionProgram } from '../../../firmware/features/extension/extension.ts'
import { transferProgram } from '../../../firmware/features/transfer/transfer.ts'
import type { Joining } from '../../../firmware/features/transfer/transfer-office.ts'
import type { Signal } from '../../../firmware/gateway/contract.ts'
import type { PartyNumber } from '../../../firmware/model/party-number.ts'
import { dialledNumber } from '../../../firmware/model/party-number.ts'
import type { Attempt, Goal, Reachable } from '../../../firmware/numbers/reach.ts'
import type { ScriptedLeg } from '../../calls/fakes.ts'
import { SmallExchange } from '../../calls/fakes.ts'

/** What is heard on hold. */
export const PIECE: Signal = { kind: 'music', paths: ['/music/piece.wav'] }

/** Telephones 101 to 108, each one extension; 109 is busy, 110 has two tries, 105 and then 106; others do not exist. */
export class TransferringOffice {
  readonly exchange: SmallExchange
  joining: Joining = 'here'
  /** Refer-To, where the line of the transferred party does it itself. */
  handingOver: (to: PartyNumber | Leg) => string | undefined = () => undefined

  constructor() {
    const reachable: Reachable = {
      attempt: (_call: Call, goal: Goal, number: number) => this.#attempt(goal, number),
    }
    const numbers = {
      space: {
        extension: () => undefined,
        extensionById: () => undefined,
        numbers: () => [],
        plan: { outsideDigit: '9', emergencyNumber: '911', emergencyDirect: true },
      },
      timing: { firstDigitSeconds: 15, interDigitSeconds: 4 },
    }
    this.exchange = new SmallExchange(
      extensionProgram(reachable) as never,
      conversationProgram({
        numbers,
        reachable,
        target: () => Cause.unallocatedNumber,
        holdMusic: () => PIECE,
      }) as never,
      transferProgram({
        reachable,
        target: (_transferor, _transferred, { digits }) =>
          /^1(0\d|10)$/.test(digits)
            ? { kind: 'extension', extension: digits }
            : Cause.unallocatedNumber,
        program: () => undefined,
        reaching: ({ program, steps }) => {
          if (program !== 'extension') return undefined
          const { extension, attempt } = steps.saved.state as ExtensionState
          return { goal: { kind: 'extension', extension }, attempt }
        },
        handingOver: (_transferred, to) => this.handingOver(to),
        joining: () => this.joining,
        calls: {
          callWith: (leg) => this.exchange.table.callWith(leg),
          move: (...how) => this.exchange.table.move(...how),
        },
      }) as never,
    )
  }

  #attempt(goal: Goal, number: number): Attempt | undefined {
    const wanted = goal.kind === 'extension' ? goal.extension : ''
    const device = goal.kind === 'device' ? goal.device : wanted
    const tries = device === '110' ? ['105', '106'] : [device]
    const key = tries[number]
    if (!key) return undefined
    if (key === '109') return { destinations: [], otherwise: Cause.userBusy }
    return { destinations: [this.exchange.destination(key)], otherwise: Cause.noAnswer }
  }

  /** `caller` calls `called`; both are telephones. The names are those of `leg`. */
  async calls(caller: string, called: string): Promise<string> {
    const state = { extension: called, attempt: 0 }
    const { call, caller: leg } = await this.exchange.call('extension', state, called)
    leg.device = caller
    call.changed(leg)
    return call.id
  }

  async answers(number: string): Promise<void> {
    this.rung(number).becomes('alerting')
    this.rung(number).becomes('answered')
    await this.exchange.settle()
  }

  /** The latest leg that was dialled to that number. */
  rung(number: string): ScriptedLeg {
    const legs = this.exchange.table.calls.flatMap(({ legs }) => legs as readonly ScriptedLeg[])
    const found = legs.filter(
      ({ direction, party }) => direction === 'out' && party.digits === number,
    )
    const last = found.at(-1)
    if (!last) throw new Error(`${number} was not rung`)
    return last
  }

  isRung(number: string): boolean {
    return this.exchange.table.calls.some(({ legs }) =>
      legs.some(({ direction, party, phase }) => {
        return direction === 'out' && party.digits === number && phase !== 'released'
      }),
    )
  }

  /** The one who began a call. */
  caller(call: string): ScriptedLeg {
    return this.leg(`${call}.1`)
  }

  leg(id: string): ScriptedLeg {
    const leg = this.exchange.table.leg(id)
    if (!leg) throw new Error(`there is no leg ${id}`)
    return leg as ScriptedLeg
  }

  async refers(leg: ScriptedLeg, digits: string, replaces?: string): Promise<void> {
    leg.refers({ dialled: dialledNumber(digits), ...(replaces && { replaces }) })
    await this.exchange.settle()
  }

  async hangsUp(leg: ScriptedLeg): Promise<void> {
    leg.hangsUp()
    await this.exchange.settle()
  }

  async later(seconds: number): Promise<void> {
    await this.exchange.clock.advance(seconds * 1000)
    await this.exchange.settle()
  }

  /** Whether each hears the other, by all that the gateway was told, contexts and all. */
  hear(a: Leg, b: Leg): boolean {
    const where = new Map<string, string>()
    const hears = new Map<string, boolean>()
    for (const each of this.exchange.gateway.asked) {
      if (each.op === 'add' && !where.has(each.termination))
        where.set(each.termination, each.context)
      else if (each.op === 'subtract') where.delete(each.termination)
      else if (each.op === 'move') {
        where.set(each.termination, each.context)
        for (const pair of hears.keys()) {
          if (pair.split('>').includes(each.termination)) hears.delete(pair)
        }
      } else if (each.op === 'topology') hears.set(`${each.from}>${each.to}`, each.hears)
    }
    const together = where.has(a.id) && where.get(a.id) === where.get(b.id)
    return (
      together && (hears.get(`${a.id}>${b.id}`) ?? true) && (hears.get(`${b.id}>${a.id}`) ?? true)
    )
  }

  /** Tones that play to the leg now: their frequencies. */
  tones(leg: Leg): string[] {
    const stopped = this.exchange.gateway.of('stop').map(({ attachment }) => attachment)
    return this.exchange.gateway
      .of('play')
      .filter(
        ({ termination, attachment }) => termination === leg.id && !stopped.includes(attachment),
      )
      .map(({ signal }) => (signal.kind === 'tone' ? signal.hz.join('+') : 'file'))
  }
}
