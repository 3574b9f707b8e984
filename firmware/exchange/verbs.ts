import type { Verbs } from '../bus/command-socket.ts'
import type { Call } from '../calls/call.ts'
import { dialledNumber } from '../model/party-number.ts'
import { route } from '../numbers/dial-plan.ts'
import { formatHostPort } from '../sip/uri.ts'
import type { Exchange } from './exchange.ts'

/** What the command socket of the exchange answers, for the command line, the pages and the console. */
export function exchangeVerbs(exchange: Exchange): Verbs {
  return {
    calls: () => exchange.calls.calls.map(describeCall),
    phones: () => describePhones(exchange),
    ladder: (args) => exchange.ladder.of(textOf(args, 'call')) ?? [],
    explain: (args) => route(dialledNumber(textOf(args, 'digits')), exchange.office),
    counters: () => exchange.userAgent.counters,
  }
}

function describeCall(call: Call) {
  return {
    call: call.id,
    startedAt: call.startedAt,
    dialled: call.dialled.digits || call.dialled.raw,
    program: call.program,
    legs: call.legs.map((leg) => ({
      leg: leg.id,
      direction: leg.direction,
      digits: leg.party.digits,
      name: leg.party.name ?? '',
      phase: leg.phase,
      held: leg.held,
    })),
  }
}

function describePhones({ office, bindings }: Exchange) {
  return [...office.all()].map((account) => ({
    handset: account.id,
    sipUser: account.sipUser,
    extension: account.caller?.number ?? '',
    name: account.caller?.name ?? account.description,
    contacts: bindings.of(account.id).map((binding) => ({
      contact: binding.contact,
      address: formatHostPort(binding.flow.remote),
      transport: binding.flow.transport,
      userAgent: binding.userAgent,
      stale: binding.stale,
      registeredAt: binding.registeredAt,
    })),
  }))
}

function textOf(args: unknown, name: string): string {
  const value = (args as Record<string, unknown> | undefined)?.[name]
  return typeof value === 'string' ? value.slice(0, 128) : ''
}
