import type { SipText } from './sip-text.ts'
import { branchOf, header, headersOf, methodOf, parameter, statusOf, uriOf } from './sip-text.ts'
import type { SippMessage } from './sipp.ts'

/**
 * What a user agent must keep to in everything that it sends, whatever the call: judged by all messages of one peer, of which `in` are
 * those of the agent. Each answer names the rule and the message that breaks it; none: it keeps to all of them.
 */
export function brokenRules(messages: readonly SippMessage[]): readonly string[] {
  const judge = new Judge()
  for (const one of messages) judge.take(one)
  return judge.broken
}

/** A dialog, or what may become one: seen from the peer. */
interface Dialog {
  /** The agent's numbers go up by one (RFC 3261 §12.2.1.1). */
  number: number | undefined
  /** Where the peer wants requests, and by which way. */
  target: string
  routes: readonly string[]
  /** The agent's description as it was last (RFC 3264 §8). */
  described: { readonly id: string; readonly version: bigint; readonly rest: string } | undefined
}

class Judge {
  readonly broken: string[] = []
  readonly #seen = new Set<string>()
  readonly #dialogs = new Map<string, Dialog>()
  /** Requests of either side, by branch and method. */
  readonly #asked = new Map<string, SipText>()
  readonly #askedOfPeer = new Map<string, SipText>()
  /** The agent's To tag in each transaction of the peer. */
  readonly #tags = new Map<string, string>()
  /** Responses of the peer to the agent's INVITEs that are refusals. */
  readonly #refusals = new Map<string, SipText>()

  take({ way, message }: SippMessage): void {
    const isRequest = statusOf(message) === 0
    if (way === 'out') {
      if (isRequest) this.#peerAsks(message)
      else this.#peerAnswers(message)
      return
    }
    const text = JSON.stringify(message)
    if (this.#seen.has(text)) return // sent again
    this.#seen.add(text)
    if (isRequest) this.#asks(message)
    else this.#answers(message)
  }

  #must(holds: boolean, rule: string, message: SipText): void {
    if (!holds) this.broken.push(`${rule}: ${message.start} (CSeq ${header(message, 'CSeq')})`)
  }

  // ---- the peer ----

  #peerAsks(request: SipText): void {
    this.#asked.set(keyOf(request), request)
    if (methodOf(request) === 'ACK' || !header(request, 'Contact')) return
    const dialog = this.#dialogs.get(header(request, 'Call-ID'))
    if (dialog && parameter(header(request, 'To'), 'tag')) dialog.target = targetOf(request)
  }

  #peerAnswers(response: SipText): void {
    const request = this.#askedOfPeer.get(keyOf(response))
    const [status, method] = [statusOf(response), methodOf(response)]
    if (!request) return
    if (method === 'INVITE' && status >= 300) this.#refusals.set(branchOf(response), response)
    if (method !== 'INVITE' || status <= 100 || status >= 300) return
    const dialog = this.#dialog(response)
    if (header(response, 'Contact')) dialog.target = targetOf(response)
    if (!parameter(header(request, 'To'), 'tag')) dialog.routes = recorded(response).reverse()
  }

  // ---- what the agent asks ----

  #asks(request: SipText): void {
    const method = methodOf(request)
    this.#basics(request, method)
    if (method === 'ACK') this.#acknowledges(request)
    else if (method === 'CANCEL') this.#cancels(request)
    else this.#inOrder(request)
    const before = this.#askedOfPeer.get(keyOf(request))
    this.#must(before === undefined, 'RFC 3261 §8.1.1.7 a branch of its own', request)
    this.#askedOfPeer.set(keyOf(request), request)
    const needsContact = ['INVITE', 'UPDATE', 'SUBSCRIBE', 'NOTIFY', 'REFER'].includes(method)
    if (needsContact) this.#hasContact(request, 'RFC 3261 §8.1.1.8')
    this.#described(request)
  }

  #basics(request: SipText, method: string): void {
    const once = ['From', 'To', 'Call-ID', 'CSeq', 'Max-Forwards', 'Content-Length']
    for (const name of once) {
      this.#must(headersOf(request, name).length === 1, `RFC 3261 §20 one ${name}`, request)
    }
    const [from, cseq] = [header(request, 'From'), header(request, 'CSeq')]
    this.#must(parameter(from, 'tag') !== '', 'RFC 3261 §8.1.1.3 a From tag', request)
    this.#must(cseq.endsWith(` ${method}`), 'RFC 3261 §8.1.1.5 CSeq names the method', request)
    const isMarked = branchOf(request).startsWith('z9hG4bK')
    this.#must(isMarked, 'RFC 3261 §8.1.1.7 a branch with its cookie', request)
    const forwards = Number(header(request, 'Max-Forwards'))
    this.#must(forwards > 0 && forwards <= 70, 'RFC 3261 §8.1.1.6 Max-Forwards', request)
    this.#length(request)
  }

  #inOrder(request: SipText): void {
    const dialog = this.#dialog(request)
    const number = numberOf(request)
    const isNext = dialog.number === undefined || number === dialog.number + 1
    this.#must(isNext, 'RFC 3261 §12.2.1.1 CSeq goes up by one', request)
    dialog.number = number
    if (!parameter(header(request, 'To'), 'tag')) return
    this.#goesTo(request, dialog)
  }

  #goesTo(request: SipText, { target, routes }: Dialog): void {
    if (target === '') return
    const [, uri = ''] = request.start.split(' ')
    this.#must(uri === target, `RFC 3261 §12.2.1.1 the target is ${target}`, request)
    const given = headersOf(request, 'Route').map(([, value]) => value)
    const isThatWay = given.join() === routes.join()
    this.#must(isThatWay, `RFC 3261 §12.2.1.1 the route set is ${routes.join()}`, request)
  }

  #acknowledges(ack: SipText): void {
    const refusal = this.#refusals.get(branchOf(ack))
    const invite = this.#askedOfPeer.get(`${branchOf(ack)} INVITE`)
    this.#must((refusal === undefined) === (invite === undefined), 'RFC 3261 §17.1.1.3 ACK', ack)
    if (!refusal || !invite) {
      this.#goesTo(ack, this.#dialog(ack))
      return
    }
    this.#must(sameUri(ack, invite), 'RFC 3261 §17.1.1.3 the Request-URI of the INVITE', ack)
    const isTo = header(ack, 'To') === header(refusal, 'To')
    this.#must(isTo, 'RFC 3261 §17.1.1.3 To as in the response', ack)
    this.#must(numberOf(ack) === numberOf(invite), 'RFC 3261 §17.1.1.3 CSeq', ack)
  }

  #cancels(cancel: SipText): void {
    const invite = this.#askedOfPeer.get(`${branchOf(cancel)} INVITE`)
    this.#must(invite !== undefined, 'RFC 3261 §9.1 the branch of the INVITE', cancel)
    if (!invite) return
    this.#must(sameUri(cancel, invite), 'RFC 3261 §9.1 the Request-URI of the INVITE', cancel)
    for (const name of ['From', 'To', 'Call-ID', 'Via', 'Route']) {
      const isSame = header(cancel, name) === header(invite, name)
      this.#must(isSame, `RFC 3261 §9.1 ${name} as in the INVITE`, cancel)
    }
    this.#must(numberOf(cancel) === numberOf(invite), 'RFC 3261 §9.1 CSeq', cancel)
  }

  // ---- what the agent answers ----

  #answers(response: SipText): void {
    const request = this.#asked.get(keyOf(response))
    this.#must(request !== undefined, 'RFC 3261 §8.2.6 an answer to something', response)
    if (!request) return
    const status = statusOf(response)
    this.#echoes(request, response)
    if (status > 100) this.#tagged(request, response)
    this.#length(response)
    this.#refusalTells(response, status)
    const method = methodOf(response)
    const opens = method === 'INVITE' && status > 100 && status < 300
    const begins = !parameter(header(request, 'To'), 'tag')
    if (opens || (status < 300 && ['UPDATE', 'SUBSCRIBE'].includes(method))) {
      this.#hasContact(response, 'RFC 3261 §12.1.1')
    }
    if (opens && begins) this.#opens(request, response)
    if (method === 'INVITE' && status >= 200 && status < 300) {
      const needed = ['Allow', 'Supported']
      for (const name of needed) {
        this.#must(header(response, name) !== '', `RFC 3261 §13.3.1.4 ${name}`, response)
      }
    }
    this.#described(response)
  }

  #echoes(request: SipText, response: SipText): void {
    for (const name of ['From', 'Call-ID', 'CSeq']) {
      const isSame = header(request, name).trim() === header(response, name)
      this.#must(isSame, `RFC 3261 §8.2.6.2 ${name} as in the request`, response)
    }
    const vias = headersOf(response, 'Via')
    this.#must(vias.length === headersOf(request, 'Via').length, 'RFC 3261 §8.2.6.2 Via', response)
    const asked = header(request, 'Via')
    const hasPort = !/;rport\b/.test(asked) || /;rport=\d+/.test(header(response, 'Via'))
    this.#must(hasPort, 'RFC 3581 §4 rport', response)
  }

  #tagged(request: SipText, response: SipText): void {
    const [asked, answered] = [header(request, 'To'), header(response, 'To')]
    const tag = parameter(answered, 'tag')
    this.#must(tag !== '', 'RFC 3261 §8.2.6.2 a To tag', response)
    const given = parameter(asked, 'tag')
    const isSame = answered.startsWith(asked.trim()) && (given === '' || given === tag)
    this.#must(isSame, 'RFC 3261 §8.2.6.2 To as in the request', response)
    const before = this.#tags.get(keyOf(request))
    this.#must(before === undefined || before === tag, 'RFC 3261 §8.2.6.2 one To tag', response)
    this.#tags.set(keyOf(request), tag)
  }

  /** The peer's INVITE makes a dialog. */
  #opens(request: SipText, response: SipText): void {
    const isCopied = recorded(request).join() === recorded(response).join()
    this.#must(isCopied, 'RFC 3261 §12.1.1 Record-Route as in the request', response)
    const dialog = this.#dialog(response)
    if (dialog.target === '') dialog.target = targetOf(request)
    dialog.routes = recorded(request)
  }

  #refusalTells(response: SipText, status: number): void {
    const name = TOLD[status]
    if (name) this.#must(header(response, name) !== '', `${status} tells ${name}`, response)
  }

  // ---- both ----

  #hasContact(message: SipText, rule: string): void {
    const contacts = headersOf(message, 'Contact')
    const isOne = contacts.length === 1 && /^(sip|sips):/.test(targetOf(message))
    this.#must(isOne, `${rule} one Contact with a SIP URI`, message)
  }

  #length(message: SipText): void {
    const isTrue = Number(header(message, 'Content-Length')) === Buffer.byteLength(message.body)
    this.#must(isTrue, 'RFC 3261 §20.14 Content-Length', message)
    const isNamed = message.body === '' || header(message, 'Content-Type') !== ''
    this.#must(isNamed, 'RFC 3261 §20.15 Content-Type', message)
  }

  #described(message: SipText): void {
    if (header(message, 'Content-Type') !== 'application/sdp') return
    const [, id = '', version = ''] =
      /^o=(\S+ \S+) (\d+) (IN IP[46] \S+)\r$/m.exec(message.body) ?? []
    this.#must(id !== '', 'RFC 8866 §5.2 an o= line', message)
    const order =
      message.body.replaceAll('\r\n', '').length > 0 && /^v=0\r\no=.*\r\ns=/.test(message.body)
    this.#must(order, 'RFC 8866 §5 v=, o=, s= in their order', message)
    const dialog = this.#dialog(message)
    const now = { id, version: BigInt(version || 0), rest: message.body.replace(/^o=.*$/m, '') }
    const before = dialog.described
    dialog.described = now
    if (!before) return
    this.#must(before.id === now.id, 'RFC 3264 §8 the same session', message)
    const step = now.version - before.version
    const isRight = step === (before.rest === now.rest ? 0n : 1n)
    this.#must(
      isRight,
      `RFC 3264 §8 the version goes up by one when it differs, not ${step}`,
      message,
    )
  }

  #dialog(message: SipText): Dialog {
    const callId = header(message, 'Call-ID')
    const known = this.#dialogs.get(callId)
    if (known) return known
    const dialog: Dialog = { number: undefined, target: '', routes: [], described: undefined }
    this.#dialogs.set(callId, dialog)
    return dialog
  }
}

/** What a refusal must say (RFC 3261 §21.4, RFC 4028 §6, RFC 6665 §8.3.2). */
const TOLD: Readonly<Record<number, string>> = {
  401: 'WWW-Authenticate',
  405: 'Allow',
  407: 'Proxy-Authenticate',
  415: 'Accept',
  420: 'Unsupported',
  421: 'Require',
  422: 'Min-SE',
  423: 'Min-Expires',
  489: 'Allow-Events',
}

function keyOf(message: SipText): string {
  return `${branchOf(message)} ${methodOf(message)}`
}

function numberOf(message: SipText): number {
  return Number.parseInt(header(message, 'CSeq'), 10)
}

function targetOf(message: SipText): string {
  return uriOf(header(message, 'Contact'))
}

function recorded(message: SipText): string[] {
  return headersOf(message, 'Record-Route').map(([, value]) => value)
}

function sameUri(one: SipText, other: SipText): boolean {
  return one.start.split(' ')[1] === other.start.split(' ')[1]
}
