import { setUpState } from '../access/set-up.ts'
import type { Environment } from '../environment.ts'
import { setUpAnnouncement } from '../features/set-up-by-ear/announcement.ts'
import type { Signal } from '../gateway/contract.ts'
import type { Log } from '../log.ts'
import { openPrompts } from '../prompts/prompts.ts'
import type { Store } from '../store/store.ts'

/**
 * Whoever lifts an analog telephone of a server that nobody has claimed hears its address and set-up code. Looked up each time: another
 * process changes it. Undefined once it is claimed, or when it cannot be told: dial tone comes first.
 */
export function spokenSetUp(store: Store, environment: Environment, log: Log): Signal | undefined {
  try {
    const state = setUpState(store)
    if (state.state !== 'unclaimed') return undefined
    const prompts = openPrompts({ log })
    return setUpAnnouncement(addressOf(environment), environment.webPort, state.code, prompts)
  } catch (error) {
    log.warn({ error }, 'the set-up code cannot be spoken')
    return undefined
  }
}

/** One that another machine reaches, where there is one. */
function addressOf({ bind }: Environment): string {
  return bind.find((address) => !/^(127\.|169\.254\.|::1$)/.test(address)) ?? bind[0] ?? '127.0.0.1'
}
