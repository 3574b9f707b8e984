import { CommandError } from '../bus/command-error.ts'
import type { Verbs } from '../bus/command-socket.ts'
import { tonesOf } from '../calls/country-tones.ts'
import { liveCall } from '../calls/live-call.ts'
import type { PartyNumber } from '../model/party-number.ts'
import { dialledNumber } from '../model/party-number.ts'
import type { Routed } from '../numbers/dial-plan.ts'
import { route } from '../numbers/dial-plan.ts'
import { heardTone } from '../phones/heard-tones.ts'
import { liveAnalogPhone, livePhone } from '../phones/live-phone.ts'
import { restartPhone } from '../phones/restart-phone.ts'
import { message, say } from '../words/say.ts'
import { edgeVerbs } from './edge-verbs.ts'
import type { Exchange } from './exchange.ts'
import { exchangeMetrics } from './exchange-metrics.ts'
import { traceVerbs } from './trace/trace-verbs.ts'

/** What the command socket of the exchange answers, for the command line, the pages and the console. */
export function exchangeVerbs(exchange: Exchange): Verbs {
  const { office, bindings, board, callLog, calls, finding, trace, userAgent } = exchange
  return {
    /** Live calls; the events of all others are on the disk by then, so that none is in neither list. */
    calls: async () => {
      const live = calls.calls.map(liveCall)
      await callLog.flush()
      return live
    },
    /** For who reads the records: what waits to be written with others is written. */
    recorded: () => callLog.flush(),
    /** The legs of a call that speak now; asked again and again by who looks at it (calls/speakers.ts). */
    speakers: (args) => {
      const call = calls.call(textOf(args, 'call'))
      return call ? calls.speakers.of(call) : []
    },
    phones: () => [
      ...[...office.all()].map((account) => livePhone(account, bindings)),
      ...[...office.analogPhones].map((phone) => liveAnalogPhone(phone, board.state(phone.port))),
    ],
    /** On the network and not set up, newest first (phones/found/found-phones.ts). */
    found: () => finding.phones.list(),
    'found-dismiss': (args) => {
      if (finding.phones.dismiss(textOf(args, 'id'))) return
      throw new CommandError('no-such-phone', 'That telephone is not on the list any more.')
    },
    /** Tells the telephones of a handset to fetch their configuration and to restart; `reboot: false` only if it has changed. */
    'phone-restart': (args) => {
      const name = textOf(args, 'handset')
      const account = office.byId(name) ?? office.bySipUser(name)
      if (!account) throw new CommandError('no-such-phone', 'There is no such handset.')
      const registered = bindings.of(account.id)
      if (registered.length === 0) {
        throw new CommandError(
          'phone-away',
          'That telephone is not registered: restart it by hand.',
        )
      }
      const reboot = (args as { reboot?: unknown }).reboot !== false
      return restartPhone(account, registered, { clock: exchange.clock, userAgent, reboot })
    },
    /** A pass for a browser phone, for one connection of a session of the pages (phones/passes.ts). */
    'browser-pass': (args) => {
      const handset = textOf(args, 'handset')
      const account = office.byId(handset)
      if (!account) throw new CommandError('no-such-phone', 'There is no such handset.')
      const token = exchange.passes.make({ handset, session: textOf(args, 'session') })
      const lines = account.lines
      const { ringback, busy, congestion } = tonesOf(office.country)
      const tones = {
        ringback: heardTone(ringback),
        busy: heardTone(busy),
        congestion: heardTone(congestion),
      }
      return { token, sipUser: account.sipUser, realm: office.settings.sipRealm, lines, tones }
    },
    overview: () => office.overview(),
    /** SIP trunks as they are now (trunks/sip/live-trunk.ts). */
    trunks: () => exchange.trunks.live(),
    'own-metrics': () => exchangeMetrics(exchange),
    ...edgeVerbs(exchange.edge),
    ...traceVerbs(trace, (name) => (office.byId(name) ?? office.bySipUser(name))?.id),
    explain: (args) => explained(dialledNumber(textOf(args, 'digits')), exchange),
    counters: () => ({
      calls: calls.calls.length,
      sip: userAgent.counters,
      journal: exchange.journal.counters,
    }),
    /** Hangs up everywhere: asked by whoever stops the whole server. */
    'release-all': () => exchange.releaseAll(),
  }
}

/** What dialling does, and whether a telephone without rights of its own may. */
function explained(dialled: PartyNumber, { office, guard }: Exchange): Routed {
  const { target, steps } = route(dialled, office)
  const barred = target.kind === 'outside' ? guard.usually(target.number) : undefined
  const all =
    barred === 'level' || barred === 'night'
      ? [...steps, message(barred === 'level' ? 'barred.usually' : 'barred.usually-night')]
      : steps
  return { target, steps: all, explanation: all.map((step) => say('en', step)) }
}

function textOf(args: unknown, name: string): string {
  const value = (args as Record<string, unknown> | undefined)?.[name]
  return typeof value === 'string' ? value.slice(0, 128) : ''
}
