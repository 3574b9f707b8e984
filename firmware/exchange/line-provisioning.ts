import type { Operation } from '../gateway/contract.ts'
import type { Log } from '../log.ts'
import { AnalogHandset } from '../model/analog-handset.ts'
import { sentence } from '../model/problem.ts'
import { emergencyNumbers } from '../numbers/number-space.ts'
import type { Store } from '../store/store.ts'
import type { Office } from './office.ts'

const USUAL = { disconnectMs: 350, flashMinMs: 300, flashMaxMs: 1000 }
const PRE_DIAL_MS = 500

/** What the lines gateway is told: how to time each line, and the emergency table of the lifeline. */
export function provisioning(office: Office, emergencyLines: readonly string[]): Operation {
  return {
    op: 'provision',
    lines: [
      ...[...office.analogPhones].map(({ port, flashMinMs, flashMaxMs }) => ({
        ...USUAL,
        line: port,
        flashMinMs,
        flashMaxMs,
      })),
      ...office.outsideLines.map(({ port, disconnectMs }) => ({
        ...USUAL,
        line: port,
        disconnectMs,
      })),
    ],
    emergency: {
      numbers: emergencyNumbers(office.plan),
      sent: office.plan.emergencyNumber,
      lines: emergencyLines,
      preDialMs: Math.max(PRE_DIAL_MS, ...office.outsideLines.map(({ preDialMs }) => preDialMs)),
    },
  }
}

/** ANLG-1: a telephone that is lifted on a port that nobody has configured appears by itself. */
export function adoptPhone(store: Store, port: string, log: Log): void {
  const made = store.change({ by: 'plug and play', from: port }, (edit) => {
    edit.create(AnalogHandset, { port, description: `Telephone on ${port}` })
  })
  if (made.ok) log.info({ line: port }, 'a telephone appeared')
  else
    log.warn({ line: port, why: made.error.map(sentence).join(' ') }, 'a telephone was not adopted')
}
