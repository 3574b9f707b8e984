import { createHash } from 'node:crypto'
import { VirtualClock } from '../../firmware/clock/virtual-clock.ts'
import { Authenticator } from '../../firmware/phones/authenticator.ts'
import type { KeptBinding } from '../../firmware/phones/bindings.ts'
import { Bindings } from '../../firmware/phones/bindings.ts'
import { Guesses } from '../../firmware/phones/guesses.ts'
import type { HandsetAccount, HandsetDirectory } from '../../firmware/phones/handset-directory.ts'
import type { RegistrarOptions } from '../../firmware/phones/registrar.ts'
import { Registrar } from '../../firmware/phones/registrar.ts'
import { DigestServer, digestHa1, parseDigest } from '../../firmware/sip/auth/digest.ts'
import type { ExtraHeaders, IncomingRequest } from '../../firmware/sip/contract.ts'
import { parseMessage } from '../../firmware/sip/message/message.ts'

const REALM = 'unit.test'

interface Registration {
  readonly user: string
  readonly to?: string
  readonly password?: string
  readonly contact?: string
  readonly expires?: number
  readonly callId?: string
  readonly cseq?: number
  readonly instance?: string
  readonly port?: number
  readonly method?: string
  readonly authorization?: string
  /** More lines of the header. */
  readonly more?: readonly string[]
  readonly address?: string
  /** Parameters behind the contact. */
  readonly contactParams?: string
}

export interface Answer {
  readonly status: number
  readonly headers: ExtraHeaders
}

let sequence = 0

/** A REGISTER as a telephone writes it. */
export function register(r: Registration): string {
  const method = r.method ?? 'REGISTER'
  const contact = r.contact ?? `sip:${r.user}@10.1.1.1:5062`
  return [
    `${method} sip:127.0.0.1 SIP/2.0`,
    `Via: SIP/2.0/UDP 10.1.1.1:5062;branch=z9hG4bK${++sequence}`,
    'Max-Forwards: 70',
    `From: <sip:${r.user}@127.0.0.1>;tag=1`,
    `To: <sip:${r.to ?? r.user}@127.0.0.1>`,
    `Call-ID: ${r.callId ?? `call-${sequence}`}`,
    `CSeq: ${r.cseq ?? sequence} ${method}`,
    contact === '' // asks only
      ? 'X-None: -'
      : contact === '*'
        ? 'Contact: *'
        : `Contact: <${contact}>${r.instance ? `;+sip.instance=${r.instance}` : ''}${r.contactParams ?? ''}`,
    ...(r.expires === undefined ? [] : [`Expires: ${r.expires}`]),
    ...(r.more ?? []),
    ...(r.authorization ? [`Authorization: ${r.authorization}`] : []),
    'Content-Length: 0',
    '',
    '',
  ].join('\r\n')
}

const md5 = (text: string) => createHash('md5').update(text).digest('hex')

function authorize(challenge: string, method: string, user: string, password: string): string {
  const nonce = parseDigest(challenge)?.get('nonce') ?? ''
  const uri = 'sip:127.0.0.1'
  const response = md5(
    `${md5(`${user}:${REALM}:${password}`)}:${nonce}:00000001:c:auth:${md5(`${method}:${uri}`)}`,
  )
  return `Digest username="${user}", realm="${REALM}", nonce="${nonce}", uri="${uri}", response="${response}", algorithm=MD5, cnonce="c", qop=auth, nc=00000001`
}

/** A registrar with handsets 101 (always challenged) and 102 (trusted by registration), passwords `secret-` + user. */
interface Options {
  readonly kept?: Map<string, readonly KeptBinding[]>
  /** Who hears of registrations. */
  readonly hears?: (
    clock: VirtualClock,
    directory: HandsetDirectory,
  ) => Pick<RegistrarOptions, 'failed' | 'succeeded'>
}

export function aRegistrar({ kept = new Map(), hears }: Options = {}) {
  const clock = new VirtualClock()
  const accounts: HandsetAccount[] = (['101', '102'] as const).map((user) => ({
    id: `handset-${user}`,
    sipUser: user,
    loginId: user,
    ha1: {
      MD5: digestHa1(user, REALM, `secret-${user}`),
      'SHA-256': digestHa1(user, REALM, `secret-${user}`, 'SHA-256'),
    },
    trust: user === '102' ? 'registrations' : 'registrations-and-invites',
    caller: { number: user, name: `Person ${user}` },
    description: '',
    lines: 2,
  }))
  const find = (test: (account: HandsetAccount) => boolean) => accounts.find(test)
  const directory = {
    byId: (id: string) => find((account) => account.id === id),
    bySipUser: (user: string) => find((account) => account.sipUser === user),
    byLoginId: (login: string) => find((account) => account.loginId === login),
    all: () => accounts,
  }
  const office = { writes: 0, gone: [] as string[], outcomes: [] as string[] }
  const bindings = new Bindings({
    clock,
    store: {
      put: (handset, value) => {
        office.writes++
        kept.set(handset, value)
      },
      remove: (handset) => kept.delete(handset),
      entries: () => kept,
    },
    changed: (handset, gone) => {
      for (const { binding, why } of gone) office.gone.push(`${handset} ${binding.contact} ${why}`)
    },
  })
  bindings.start()
  const digest = new DigestServer({ clock, realm: REALM, key: Buffer.alloc(32, 7) })
  const authenticator = new Authenticator(directory, digest, bindings, new Guesses(clock))
  const limits = () => ({ usual: 300, least: 60, most: 3600 })
  const registrar = new Registrar({
    clock,
    bindings,
    authenticator,
    limits,
    failed: (_request, how) => void office.outcomes.push(how),
    succeeded: ({ id }) => void office.outcomes.push(id),
    ...hears?.(clock, directory),
  })

  const incoming = (
    text: string,
    port: number,
    answers: Answer[],
    address = '10.1.1.1',
  ): IncomingRequest => {
    const message = parseMessage(Buffer.from(text))
    if (!message.ok || message.value.kind !== 'request') throw new Error('not a request')
    return {
      message: message.value,
      flow: {
        transport: 'udp',
        local: { address: '127.0.0.1', port: 5060 },
        remote: { address, port },
      },
      respond: (status, parts) => void answers.push({ status, headers: parts?.headers ?? [] }),
    }
  }
  const sends = (text: string, port = 40_000, address?: string): Answer => {
    const answers: Answer[] = []
    registrar.register(incoming(text, port, answers, address))
    const [answer] = answers
    if (!answer || answers.length !== 1) throw new Error(`${answers.length} answers`)
    return answer
  }
  return {
    clock,
    bindings,
    accounts,
    /** A BYE with the credentials of `by` in a dialog of `handset`: taken, or the status of the answer. */
    takesOver(by: string, handset: string): boolean | number {
      const answers: Answer[] = []
      const first = register({ user: by, method: 'BYE' })
      authenticator.isOf(incoming(first, 41_000, answers), handset)
      const challenge = answers[0]?.headers.find(([name]) => name === 'WWW-Authenticate')?.[1] ?? ''
      const authorization = authorize(challenge, 'BYE', by, `secret-${by}`)
      const second = register({ user: by, method: 'BYE', authorization })
      return (
        authenticator.isOf(incoming(second, 41_000, answers), handset) || (answers[1]?.status ?? 0)
      )
    },
    kept,
    sends,
    get writes() {
      return office.writes
    },
    /** Bindings that went, and why. */
    gone: office.gone,
    /** What the registrar said of each REGISTER. */
    outcomes: office.outcomes,
    /** Registers as a telephone does: once without, once with the answer to the challenge. */
    registers(registration: Registration): Answer {
      const challenge = sends(register(registration), registration.port, registration.address)
      if (challenge.status !== 401) return challenge
      const { user, password = `secret-${user}` } = registration
      const header = challenge.headers.find(([name]) => name === 'WWW-Authenticate')?.[1] ?? ''
      const authorization = authorize(header, 'REGISTER', user, password)
      const answered = register({ ...registration, authorization })
      return sends(answered, registration.port, registration.address)
    },
    /** An INVITE without credentials: whose it is, or the status of the answer. */
    calls(registration: Registration): string | number {
      const answers: Answer[] = []
      const text = register({ ...registration, method: 'INVITE' })
      const caller = authenticator.caller(incoming(text, registration.port ?? 40_000, answers))
      return caller.ok ? caller.value.id : (answers[0]?.status ?? 0)
    },
    /** The same for the emergency number, from that address. */
    callsEmergency(
      registration: Registration,
      { address = '10.1.1.1', strangers = true } = {},
    ): string | number {
      const answers: Answer[] = []
      const text = register({ ...registration, method: 'INVITE' })
      const request = incoming(text, registration.port ?? 40_000, answers, address)
      const caller = authenticator.emergencyCaller(request, strangers)
      return caller.ok ? (caller.value?.id ?? 'a stranger') : (answers[0]?.status ?? 0)
    },
  }
}
