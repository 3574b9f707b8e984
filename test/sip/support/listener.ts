import type { InviteListener } from '../../../firmware/sip/contract.ts'
import { nameOf } from './peer.ts'

/** What a usage told its listener, one word each; `changed` is counted apart. */
export interface Recorder extends InviteListener {
  readonly told: string[]
  changes: number
}

/** A listener that writes down what it is told. Offers are accepted with `sdp`, requests with 200, unless overridden. */
export function aListener(overrides: Partial<InviteListener> = {}): Recorder {
  const told: string[] = []
  const recorder: Recorder = {
    told,
    changes: 0,
    provisional: (response) => told.push(`provisional ${response.status}`),
    accepted: (response) => told.push(`accepted ${response.body}`),
    rejected: (status, response) => told.push(`rejected ${status}${response ? '' : ' by nobody'}`),
    acknowledged: (ack) => told.push(`acknowledged${ack.body && ` ${ack.body}`}`),
    cancelled: () => told.push('cancelled'),
    offered: (sdp, answer) => {
      told.push(`offered ${sdp}`)
      answer.accept('answer')
    },
    request: (request) => {
      told.push(nameOf(request.message))
      request.respond(200)
    },
    ended: (why) => told.push(`ended by ${why.by}`),
    changed: () => {
      recorder.changes++
    },
  }
  return Object.assign(recorder, overrides)
}
