import type { Clock } from '../clock/clock.ts'
import type { UserAgent } from '../sip/contract.ts'
import { notifyOut } from '../sip/events/notify-out.ts'
import { escapeUser, formatHostPort } from '../sip/message/uri.ts'
import type { Binding } from './bindings.ts'
import { flowTo } from './bindings.ts'
import type { HandsetAccount } from './handset-directory.ts'

/** What became of asking one telephone of an account. */
export interface RestartAnswer {
  /** Where it is registered: `192.0.2.7:5060`. */
  readonly address: string
  /**
   * Status of its answer: 2xx it restarts, or fetches its configuration first; 401 it wants a password; 489 it does not know the way;
   * 408 it has not answered in time.
   */
  readonly status: number
}

export interface RestartOptions {
  readonly clock: Clock
  readonly userAgent: Pick<UserAgent, 'request' | 'contactFor'>
  /** Restart even when the configuration is the same. */
  readonly reboot: boolean
}

/** A person waits for the answer. */
const PATIENCE_MS = 5000

/** Tells every telephone of an account to look for its configuration, and to restart (event `check-sync`). */
export function restartPhone(
  account: HandsetAccount,
  bindings: readonly Binding[],
  options: RestartOptions,
): Promise<readonly RestartAnswer[]> {
  return Promise.all(bindings.map((binding) => ask(account, binding, options)))
}

async function ask(
  { sipUser }: HandsetAccount,
  binding: Binding,
  { clock, userAgent, reboot }: RestartOptions,
): Promise<RestartAnswer> {
  const flow = flowTo(binding)
  const here = formatHostPort(userAgent.contactFor(flow))
  const self = { uri: `sip:${escapeUser(sipUser)}@${here}` }
  const { contact, path } = binding
  const target = { contact, flow, to: self, from: self, ...(path && { routes: path }) }
  const event = `check-sync;reboot=${reboot}`
  const asked = notifyOut(userAgent, target, event)
  const silent = clock.sleep(PATIENCE_MS).then(() => 408)
  return { address: formatHostPort(flow.remote), status: await Promise.race([asked, silent]) }
}
