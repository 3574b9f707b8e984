import type {
  Answered,
  AnswerParts,
  Description,
  Followed,
  Got,
  Parts,
  Sent,
  SentParts,
  Step,
} from './scenario.ts'
import type { Place } from './sip-socket.ts'

export interface Peer {
  readonly user: string
  /** Where its requests outside dialogs go. */
  readonly server: Place
  readonly password?: string
  /** User that its requests outside dialogs are for. */
  readonly calls?: string
  /** Where it thinks that it is, where a router translates its address. */
  readonly behind?: string
}

/** The scenario as sipp reads it. */
export function scenarioXml(peer: Peer, steps: readonly Step[]): string {
  const written = new Writer(peer)
  const body = steps.map((step) => written.step(step)).join('')
  return `<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE scenario SYSTEM "sipp.dtd">
<scenario name="${peer.user}">
${body}${written.references()}</scenario>
`
}

/** What the writer knows of one dialog at one step. */
class Dialog {
  readonly name: string
  readonly begins: boolean
  sequence = 0
  /** Of the last INVITE that we sent, for its ACK and CANCEL: its number, and whether it was inside the dialog. */
  invited = 0
  reinvited = false
  version = 0
  /** We have the far end's tag. */
  tagged = false
  /** The last final response to our INVITE was a refusal. */
  refused = false
  /** The last INVITE that came had no tag of ours. */
  isNew = false
  lastRequest = ''
  lastMethod = ''
  /** What sipp calls the last transaction of each method of ours. */
  readonly transactions = new Map<string, string>()

  constructor(name: string, begins: boolean) {
    this.name = name
    this.begins = begins
  }
}

const REASONS: Readonly<Record<number, string>> = {
  100: 'Trying',
  180: 'Ringing',
  183: 'Session Progress',
  200: 'OK',
  202: 'Accepted',
  302: 'Moved Temporarily',
  480: 'Temporarily Unavailable',
  481: 'Call/Transaction Does Not Exist',
  486: 'Busy Here',
  487: 'Request Terminated',
  491: 'Request Pending',
  503: 'Service Unavailable',
}

class Writer {
  readonly #peer: Peer
  readonly #here: string
  readonly #own: string
  readonly #dialogs = new Map<string, Dialog>()
  readonly #variables = new Set<string>()
  #labels = 0

  constructor(peer: Peer) {
    this.#peer = peer
    this.#here = `${peer.server.address}:${peer.server.port}`
    this.#own = peer.behind ?? '[local_ip]:[local_port]'
  }

  step(step: Step): string {
    return this.#write(step).replaceAll('[server]', this.#here)
  }

  #write(step: Step): string {
    switch (step.kind) {
      case 'sends':
        return this.#request(step)
      case 'answers':
        return this.#response(step)
      case 'gets':
        return step.parts.probed ? this.#probed(step) : this.#received(step)
      case 'follows':
        return this.#followed(step)
      case 'waits':
        return '  <recv request="INFO"/>\n'
      case 'rests':
        return `  <pause milliseconds="${step.ms}"/>\n`
    }
  }

  /** sipp refuses variables that nobody reads. */
  references(): string {
    const all = [...this.#variables].join(',')
    return all === '' ? '' : `  <Reference variables="${all}"/>\n`
  }

  #dialog(name = 'a', begins = false): Dialog {
    const known = this.#dialogs.get(name)
    if (known) return known
    const dialog = new Dialog(name, begins)
    this.#dialogs.set(name, dialog)
    return dialog
  }

  #request({ method, parts }: Sent): string {
    const dialog = this.#dialog(parts.dialog, true)
    const isAck = method === 'ACK'
    const repeats = isAck || method === 'CANCEL'
    if (!repeats) dialog.sequence = parts.sequence ?? dialog.sequence + 1
    if (method === 'INVITE') {
      dialog.invited = dialog.sequence
      dialog.reinvited = dialog.tagged
    }
    dialog.lastMethod = method
    const number = repeats ? dialog.invited : dialog.sequence
    const inside =
      (isAck && dialog.refused) || method === 'CANCEL' ? dialog.reinvited : dialog.tagged
    const target = inside ? `[$${dialog.name}_target]` : this.#outside(method, parts)
    const branch =
      method === 'CANCEL' || (isAck && dialog.refused) ? `INVITE-${number}` : `${method}-${number}`
    const lines = [
      `${method} ${target} SIP/2.0`,
      `Via: SIP/2.0/[transport] ${this.#own};branch=z9hG4bK-[pid]-[call_number]-${dialog.name}-${branch};rport`,
      ...(parts.routes ?? []).map((route) => `Route: ${route}`),
      'Max-Forwards: 70',
      `From: ${this.#ours(dialog)}`,
      `To: ${this.#theirs(dialog, method, parts)}`,
      `Call-ID: ${callIdOf(dialog)}`,
      `CSeq: ${number} ${method}`,
      ...(repeats || method === 'BYE' ? [] : [this.#contact(parts.contact)]),
      ...(parts.credentials
        ? [`[authentication username=${this.#peer.user} password=${this.#peer.password}]`]
        : []),
      ...(parts.headers ?? []),
    ]
    const transaction = `${dialog.name}-${method}-${number}`
    if (!isAck) dialog.transactions.set(method, transaction)
    const named = isAck
      ? `ack_txn="${dialog.transactions.get('INVITE')}"`
      : `start_txn="${transaction}"${parts.once ? '' : AGAIN}`
    return send(named, lines, this.#body(dialog, parts))
  }

  #outside(method: string, { to = this.#peer.calls ?? '' }: SentParts): string {
    if (method === 'REGISTER') return `sip:${this.#here}`
    return to.startsWith('sip:') ? to : `sip:${to}@${this.#here}`
  }

  #ours(dialog: Dialog): string {
    const tag = `[pid]-[call_number]-${dialog.name}`
    return dialog.begins
      ? `<sip:${this.#peer.user}@${this.#here}>;tag=${tag}`
      : `[$${dialog.name}_to];tag=${tag}`
  }

  #theirs(dialog: Dialog, method: string, parts: SentParts): string {
    if (!dialog.begins) return `[$${dialog.name}_from]`
    const needsTag = dialog.tagged || (method === 'ACK' && dialog.refused)
    if (needsTag && (method !== 'CANCEL' || dialog.reinvited)) return `[$${dialog.name}_to]`
    const user = method === 'REGISTER' ? this.#peer.user : (parts.to ?? this.#peer.calls ?? '')
    return user.startsWith('sip:') ? `<${user}>` : `<sip:${user}@${this.#here}>`
  }

  #contact(given: string | undefined): string {
    const own = `<sip:${this.#peer.user}@${this.#own}>`
    return given === '' ? '' : `Contact: ${given ?? own}`
  }

  #response({ status, parts }: Answered): string {
    const dialog = this.#dialog(parts.dialog)
    const method = parts.to ?? dialog.lastRequest
    const kept = (header: string) => `[$${dialog.name}_${method}_${header}]`
    const tag = parts.tag ?? `[pid]-[call_number]-${dialog.name}`
    const isFirst = (method === 'INVITE' || method === 'CANCEL') && dialog.isNew
    const addsTag = !dialog.begins && isFirst && status > 100
    const showsContact = ['INVITE', 'UPDATE', 'NOTIFY'].includes(method) && status < 400
    if (method === 'INVITE' && status > 100 && status < 300) dialog.tagged = true
    const lines = [
      `SIP/2.0 ${status} ${parts.reason ?? REASONS[status] ?? 'Refused'}`,
      `Via: ${kept('via')}`,
      `From: ${kept('from')}`,
      `To: ${kept('to')}${addsTag ? `;tag=${tag}` : ''}`,
      `Call-ID: ${callIdOf(dialog)}`,
      `CSeq: ${kept('cseq')}`,
      ...(showsContact ? [this.#contact(parts.contact)] : []),
      ...(parts.headers ?? []),
    ]
    return send(method === 'INVITE' && status >= 200 ? AGAIN : '', lines, this.#body(dialog, parts))
  }

  #body(dialog: Dialog, { sdp, body }: Parts): { type: string; text: string } | undefined {
    if (!sdp) return body
    if (!sdp.again) dialog.version++
    return { type: 'application/sdp', text: describe(sdp, dialog.version) }
  }

  #followed({ method, takes, dialog }: Followed): string {
    const [from, to] = [++this.#labels, ++this.#labels]
    const name = Object.keys(takes).at(-1) ?? ''
    const got = this.#received({
      kind: 'gets',
      what: method,
      parts: { ...(dialog && { dialog }), takes },
    })
    return [
      `  <label id="${from}"/>\n`,
      got.replaceAll('check_it="true"', 'check_it="false"'),
      this.#response({ kind: 'answers', status: 200, parts: dialog ? { dialog } : {} }),
      `  <nop next="${to}" test="${name}"/>\n  <nop next="${from}"/>\n  <label id="${to}"/>\n`,
    ].join('')
  }

  #probed({ what, parts }: Got): string {
    const [from, asked, done] = [++this.#labels, ++this.#labels, ++this.#labels]
    const to = (text: string, label: number) => text.replace('<recv ', `<recv next="${label}" `)
    const { dialog } = parts
    const probe = this.#received({
      kind: 'gets',
      what: 'OPTIONS',
      parts: { ...(dialog && { dialog }), optional: true },
    })
    const answer: AnswerParts = { to: 'OPTIONS', ...(dialog && { dialog }) }
    return [
      `  <label id="${from}"/>\n`,
      to(probe, asked),
      to(this.#received({ kind: 'gets', what, parts }), done),
      `  <label id="${asked}"/>\n`,
      this.#response({ kind: 'answers', status: 200, parts: answer }),
      `  <nop next="${from}"/>\n  <label id="${done}"/>\n`,
    ].join('')
  }

  #received({ what, parts }: Got): string {
    const dialog = this.#dialog(parts.dialog)
    const method = parts.of ?? dialog.lastMethod
    const taken =
      typeof what === 'number'
        ? this.#takenOfResponse(dialog, what, method)
        : this.#takenOfRequest(dialog, what)
    const more = Object.entries(parts.takes ?? {})
    const actions = [...taken, ...more].map(([name, [header, pattern]]) => {
      const names = pattern.includes('(') ? [`${name}_around`, name] : [name]
      for (const one of names) this.#variables.add(one)
      const where = header === 'body' ? 'search_in="body"' : `search_in="hdr" header="${header}:"`
      return `      <ereg regexp="${inAttribute(pattern)}" ${where} check_it="true" assign_to="${names.join()}"/>\n`
    })
    const attributes = [
      ...(typeof what === 'number'
        ? [`response="${what}" response_txn="${dialog.transactions.get(method)}"`]
        : [`request="${what}"`]),
      ...(what === 401 || what === 407 ? ['auth="true"'] : []),
      ...(parts.optional ? ['optional="true"'] : []),
      ...(parts.withinMs === undefined ? [] : [`timeout="${parts.withinMs}"`]),
    ].join(' ')
    if (actions.length === 0) return `  <recv ${attributes}/>\n`
    return `  <recv ${attributes}>\n    <action>\n${actions.join('')}    </action>\n  </recv>\n`
  }

  #takenOfResponse(dialog: Dialog, status: number, method: string): Taken[] {
    if (method !== 'INVITE' && method !== 'SUBSCRIBE') return []
    if (!dialog.begins || status === 100) return []
    dialog.refused = status >= 300 && method === 'INVITE'
    const to: Taken = [`${dialog.name}_to`, ['To', '.*']]
    if (status >= 300) return [to]
    dialog.tagged = true
    return [to, [`${dialog.name}_target`, ['Contact', 'sip:[^>]*']]]
  }

  #takenOfRequest(dialog: Dialog, method: string): Taken[] {
    dialog.lastRequest = method
    if (method === 'ACK') return []
    const kept = (header: string): Taken => [
      `${dialog.name}_${method}_${header.toLowerCase()}`,
      [header, '.*'],
    ]
    const all = ['Via', 'From', 'To', 'CSeq'].map(kept)
    if (method !== 'INVITE') return all
    dialog.isNew = !dialog.begins && !dialog.tagged
    const contact: Taken = [`${dialog.name}_target`, ['Contact', 'sip:[^>]*']]
    if (dialog.begins || dialog.tagged) return [...all, contact]
    const parties: Taken[] = [
      [`${dialog.name}_from`, ['From', '.*']],
      [`${dialog.name}_to`, ['To', '.*']],
    ]
    return [...all, contact, ...parties]
  }
}

type Taken = [name: string, where: readonly [header: string, pattern: string]]

/** sipp knows a call by what stands behind the three strokes: that is how one call has several dialogs. */
function callIdOf({ name }: Dialog): string {
  return name === 'a' ? '[call_id]' : `${name}///[call_id]`
}

/** Sent again until there is an answer, as RFC 3261 §17.1 has it; with a T1 that a loaded machine doesn't reach. */
const AGAIN = ' retrans="4000"'

function send(
  attributes: string,
  lines: readonly string[],
  body: { type: string; text: string } | undefined,
): string {
  const all = [
    ...lines.filter(Boolean),
    ...(body ? [`Content-Type: ${body.type}`] : []),
    `Content-Length: ${body ? '[len]' : '0'}`,
    '',
    ...(body ? body.text.split('\n') : []),
  ]
  const text = all.map((line) => (line === '' ? '' : `      ${line}`)).join('\n')
  return `  <send ${attributes}>\n    <![CDATA[\n\n${text}\n\n    ]]>\n  </send>\n`
}

function describe(sdp: Description, version: number): string {
  const { direction = 'sendrecv', address = '[media_ip]', port = '[media_port]' } = sdp
  return [
    'v=0',
    `o=sipp 1 ${version} IN IP4 [media_ip]`,
    's=-',
    `c=IN IP4 ${address}`,
    't=0 0',
    `m=audio ${port} RTP/AVP 0 101`,
    'a=rtpmap:0 PCMU/8000',
    'a=rtpmap:101 telephone-event/8000',
    'a=fmtp:101 0-15',
    `a=${direction}`,
  ].join('\n')
}

function inAttribute(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;')
}
