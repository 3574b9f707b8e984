import { until } from '../../firmware/demo/wait.ts'
import { answerChallenge } from './digest.ts'
import type { Law } from './g711.ts'
import { PhoneCall } from './phone-call.ts'
import { RtpStream } from './rtp-stream.ts'
import type { Place, Traced } from './sip-socket.ts'
import { SipSocket } from './sip-socket.ts'
import type { Header, SipText } from './sip-text.ts'
import { header, headersOf, methodOf, statusOf, token } from './sip-text.ts'

export interface RtpPhoneOptions {
  readonly user: string
  /** Without one, challenges are not answered. */
  readonly password?: string
  /** Where it differs from `user`. */
  readonly authUser?: string
  /** Where every request is sent. */
  readonly server: Place
  /** Local address; 127.0.0.1 unless a test needs several sources. */
  readonly address?: string
  /** Local port; a free one unless given. */
  readonly port?: number
  /** In order of preference. */
  readonly codecs?: readonly Law[]
  /** What it says in calls (dBm0, whole hertz); silence when not given. */
  readonly sends?: { readonly hz: number; readonly level: number }
  /** What it says instead of its usual description, of which it has the version; `theirs`: the far end's latest, empty before the first. */
  readonly describes?: (usual: string, theirs: string) => string
}

/**
 * A scripted telephone over UDP, written apart from `firmware/sip` so that it checks it; a hundred fit in a process. It keeps
 * every message and every RTP packet with its time. Of itself it only acknowledges, sends again, takes what comes within a call
 * (re-INVITE, BYE, CANCEL) and challenges.
 */
export class RtpPhone {
  readonly options: RtpPhoneOptions
  readonly sip: SipSocket
  readonly calls: PhoneCall[] = []
  readonly #untaken: PhoneCall[] = []
  readonly #registerCallId = token()
  #cseq = 1

  private constructor(options: RtpPhoneOptions, sip: SipSocket) {
    this.options = options
    this.sip = sip
    sip.listen({
      request: (request) => this.#request(request),
      response: (response) => this.#callOf(response)?.response(response),
    })
  }

  static async open(options: RtpPhoneOptions): Promise<RtpPhone> {
    const address = options.address ?? '127.0.0.1'
    return new RtpPhone(options, await SipSocket.open(address, options.server, options.port))
  }

  get trace(): readonly Traced[] {
    return this.sip.trace
  }

  get contact(): string {
    const { address, port } = this.sip.local
    return `<sip:${this.options.user}@${address}:${port}>`
  }

  /** Its own URI at the server, as in From. */
  get aor(): string {
    return this.uriOf(this.options.user)
  }

  /** The URI of `user` at the server. */
  uriOf(user: string): string {
    return `sip:${user}@${this.options.server.address}:${this.options.server.port}`
  }

  /** REGISTER; the last response, whatever it is. `expires` (s) 0 takes the registration back. */
  async register(expires = 300): Promise<SipText> {
    const { address, port } = this.options.server
    return this.request('REGISTER', `sip:${address}:${port}`, {
      to: `<${this.aor}>`,
      callId: this.#registerCallId,
      headers: [
        ['Contact', this.contact],
        ['Expires', String(expires)],
      ],
    })
  }

  /** Any request outside a call, sent again with credentials when challenged; the last response. */
  async request(
    method: string,
    uri: string,
    parts: { to?: string; callId?: string; headers?: readonly Header[]; body?: string } = {},
  ): Promise<SipText> {
    const from = `<${this.aor}>;tag=${token()}`
    const callId = parts.callId ?? token()
    const attempt = (credentials: readonly Header[]) =>
      this.sip.send(
        this.sip.build(method, uri, {
          callId,
          from,
          to: parts.to ?? `<${uri}>`,
          cseq: this.#cseq++,
          headers: [...(parts.headers ?? []), ...credentials],
          body: parts.body ?? '',
        }),
      )
    const response = await this.sip.final(attempt([]))
    const credentials = this.credentials(response, method, uri)
    return credentials ? this.sip.final(attempt([credentials])) : response
  }

  /** Starts a call to a number of the server or to a SIP URI; the INVITE is out when this resolves. */
  async call(whom: string, headers: readonly Header[] = []): Promise<PhoneCall> {
    const uri = whom.startsWith('sip:') ? whom : this.uriOf(whom)
    const call = PhoneCall.outgoing(this, await this.#stream(), uri)
    this.calls.push(call)
    call.sendInvite(headers)
    return call
  }

  /** The next call that came in and has not been taken; it neither rings nor is answered before the script says so. */
  async incoming(limitMs?: number): Promise<PhoneCall> {
    return until(`a call to ${this.options.user}`, () => this.#untaken.shift(), limitMs)
  }

  /** The header that answers a 401 or 407; undefined for other responses. */
  credentials(response: SipText, method: string, uri: string): Header | undefined {
    const { authUser, user, password } = this.options
    const status = statusOf(response)
    if ((status !== 401 && status !== 407) || password === undefined) return undefined
    const [asked, answer] =
      status === 407
        ? ['Proxy-Authenticate', 'Proxy-Authorization']
        : ['WWW-Authenticate', 'Authorization']
    const challenges = headersOf(response, asked).map(([, value]) => value)
    const challenge = challenges.find((one) => !/algorithm=(?!"?MD5\b(?!-))/i.test(one))
    if (!challenge) return undefined
    return [answer, answerChallenge(challenge, method, uri, { user: authUser ?? user, password })]
  }

  /** As if its cable were pulled. */
  close(): void {
    for (const call of this.calls) call.rtp.close()
    this.sip.close()
  }

  #stream(): Promise<RtpStream> {
    return RtpStream.open(this.sip.local.address)
  }

  #callOf(message: SipText): PhoneCall | undefined {
    const callId = header(message, 'Call-ID')
    return this.calls.find((call) => call.callId === callId)
  }

  async #request(request: SipText): Promise<void> {
    const method = methodOf(request)
    const call = this.#callOf(request)
    if (call) call.request(request)
    else if (method === 'INVITE') await this.#arrived(request)
    else if (['OPTIONS', 'NOTIFY', 'MESSAGE'].includes(method)) {
      this.sip.reply(request, '200 OK', { tag: token() })
    } else if (method !== 'ACK') {
      this.sip.reply(request, '481 Call/Transaction Does Not Exist', { tag: token() })
    }
  }

  async #arrived(request: SipText): Promise<void> {
    this.sip.reply(request, '100 Trying')
    const call = PhoneCall.incoming(this, await this.#stream(), request)
    this.calls.push(call)
    this.#untaken.push(call)
  }
}
