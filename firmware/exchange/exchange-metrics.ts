import type { MetricFamily } from '../metrics.ts'
import { family } from '../metrics.ts'
import type { Exchange } from './exchange.ts'

/** All that the exchange counts, for verb `metrics`. */
export function exchangeMetrics(exchange: Exchange): readonly MetricFamily[] {
  const { userAgent, edge, calls, bindings, trace, lamps, traffic, measures } = exchange
  const sip = userAgent.counters
  const { dropped, sources } = edge.defence
  let contacts = 0
  for (const handset of bindings.handsets()) contacts += bindings.of(handset).length
  return [
    ...traffic.families(),
    family(
      'counter',
      'sip_retransmissions',
      'SIP messages that were sent again',
      sip.retransmitted,
    ),
    family('counter', 'sip_malformed', 'Messages that could not be read', sip.malformed),
    family('counter', 'sip_dropped', 'Messages that were not taken, or not answered', [
      ...Object.entries(dropped).map(([reason, value]) => ({ labels: { reason }, value })),
      { labels: { reason: 'stray' }, value: strays(sip.dropped, dropped) },
    ]),
    family('gauge', 'sip_transactions', 'Transactions that exist', sip.transactions),
    family('gauge', 'sip_dialogs', 'Dialogs that exist', sip.usages),
    family('gauge', 'sip_registrations', 'Contacts of telephones', contacts),
    family(
      'gauge',
      'sip_subscriptions',
      'Subscriptions of telephones',
      lamps.counters.subscriptions,
    ),
    family('gauge', 'sip_bans', 'Sources that are not listened to', edge.defence.list().length),
    family('gauge', 'sip_sources', 'Sources that are remembered', sources),
    family('gauge', 'sip_shed_ratio', 'Part of newcomers that is refused', edge.overload.shed),
    family('gauge', 'sip_delay_seconds', 'What messages wait', edge.overload.delayMs / 1000),
    family('gauge', 'sip_trace_bytes', 'Messages that are kept', trace.octets),
    family('gauge', 'calls', 'Calls that are on', calls.calls.length),
    ...measures.families(),
  ]
}

/** What the stack dropped by itself: all that it did not take, less what the edge counts. */
function strays(all: number, { banned, rate, crowd, overload }: Record<string, number>): number {
  return Math.max(0, all - (banned ?? 0) - (rate ?? 0) - (crowd ?? 0) - (overload ?? 0))
}
