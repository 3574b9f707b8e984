import type { Call } from '../../calls/call.ts'
import type { Cause } from '../../calls/cause.ts'
import { Cause as causes } from '../../calls/cause.ts'
import type { Next, Program } from '../../calls/program.ts'
import type { Signal } from '../../gateway/contract.ts'
import type { PartyNumber } from '../../model/party-number.ts'
import { dialledNumber } from '../../model/party-number.ts'
import type { Numbers } from '../../numbers/collect-number.ts'
import { collectNumber } from '../../numbers/collect-number.ts'

/** How a lifted telephone begins. */
export interface DiallingState {
  /** Dialled without a key being pressed, ANLG-11; empty: none. */
  readonly autoDial: string
}

/** What the program needs of the office. */
export interface DiallingOffice {
  readonly numbers: Numbers
  /** Spoken before the dial tone of a server that nobody has claimed; undefined later. */
  setUpAnnouncement(): Signal | undefined
  /** The program for what was dialled on that device, or why there is none. */
  begin(device: string | undefined, dialled: PartyNumber): Next | Cause
}

/** An analog telephone was lifted: dial tone, digits, and on to what was dialled (FC-20 to FC-23). */
export function diallingProgram(office: DiallingOffice): Program<DiallingState> {
  return {
    name: 'dialling',
    async run(call: Call, { autoDial }: DiallingState): Promise<Cause | Next> {
      const announcement = autoDial === '' ? office.setUpAnnouncement() : undefined
      if (announcement) await call.play(announcement, { bargeIn: true })
      const digits =
        autoDial ||
        (await collectNumber(call, { numbers: office.numbers, from: call.origin, recall: false }))
      if (digits === '') return causes.noUserResponding
      const dialled = dialledNumber(digits)
      call.dials(dialled)
      return office.begin(call.origin.device, dialled)
    },
  }
}
