import { VirtualClock } from '../../../firmware/clock/virtual-clock.ts'
import type {
  Address,
  Flow,
  UserAgent,
  UserAgentHandler,
  UserAgentOptions,
} from '../../../firmware/sip/contract.ts'
import { createUserAgent } from '../../../firmware/sip/user-agent.ts'

/** What a test needs of tap: something to be done at its end. */
export interface Ending {
  teardown(action: () => unknown): void
}

export interface Agent {
  readonly agent: UserAgent
  readonly clock: VirtualClock
  readonly address: Address
  /** The flow to somebody who listens at `remote`. */
  flowTo(remote: Address, transport?: Flow['transport']): Flow
}

export const silent = { warn: () => {}, debug: () => {} }

/** A started user agent on a free port of loopback, in virtual time. What the handler does not name is refused. */
export async function anAgent(
  ending: Ending,
  handler: Partial<UserAgentHandler> = {},
  options: Partial<UserAgentOptions> = {},
): Promise<Agent> {
  const clock = new VirtualClock()
  const agent = createUserAgent({
    clock,
    outbox: (send) => send(),
    handler: {
      request: (request) => request.respond(404),
      invite: (request) => request.respond(404),
      newFlow: () => true,
      ...handler,
    },
    listen: [{ address: '127.0.0.1', port: 0 }],
    product: 'Strowger test',
    log: silent,
    ...options,
  })
  await agent.start()
  ending.teardown(() => agent.stop())
  const address = agent.local[0] as Address
  return {
    agent,
    clock,
    address,
    flowTo: (remote, transport = 'udp') => ({ transport, local: address, remote }),
  }
}
