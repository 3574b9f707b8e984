import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { networkInterfaces, userInfo } from 'node:os'
import { join, resolve } from 'node:path'
import type { Result } from './result.ts'
import { ok, refuse } from './result.ts'

/** How this instance was started: the variables that README documents, read once a process. */
export interface Environment {
  /** Absolute path of the data directory (STROWGER_DATA): configuration, records, recordings. */
  readonly data: string
  /** Absolute path of the run directory on tmpfs (STROWGER_RUN): sockets, pid files, logs, the hot store. */
  readonly run: string
  /** Local addresses to listen on (STROWGER_BIND): a comma list (IPv6 link-local ones with their zone), `private` for every private IPv4 one, `0.0.0.0` for every IPv4 one. */
  readonly bind: readonly string[]
  readonly webPort: number
  /** HTTPS for people's own pages (STROWGER_PORTAL_PORT): 443 for who may open that, else the next one after the web port. */
  readonly portalPort: number
  /** HTTPS for holders of client certificates (STROWGER_REMOTE_PORT), WEB-9. */
  readonly remotePort: number
  readonly sipPort: number
  readonly sipsPort: number
  /** SIP over WebSocket for browsers (STROWGER_WSS_PORT). */
  readonly wssPort: number
  /** UDP port on which telephones announce themselves by multicast (STROWGER_PNP_PORT); undefined: 5060, and not on loopback alone. */
  readonly pnpPort?: number
  /** UDP ports for media, both ends included (STROWGER_RTP_PORTS). */
  readonly rtpPorts: { readonly low: number; readonly high: number }
  /** STROWGER_LINES as given: `sim:fxs=2,fxo=2`, `none`; several cards are separated by semicolons. */
  readonly lines: string
  /** STROWGER_CONSOLE: path of a tty, or undefined for no console. */
  readonly console: string | undefined
  /** STROWGER_OFFICE: path of a YAML file applied to an empty store; `none`, or undefined for the demo office. */
  readonly office: string | undefined
}

type Variables = Readonly<Record<string, string | undefined>>

/** Reads the variables; the errors name variable, value and remedy, all of them at once. */
export function readEnvironment(
  variables: Variables = process.env,
): Result<Environment, readonly string[]> {
  const problems: string[] = []
  const data = resolve(variables.STROWGER_DATA || 'var')
  const rtpPorts = ports(variables.STROWGER_RTP_PORTS || '16384-32767', problems)
  const environment: Environment = {
    data,
    run: resolve(variables.STROWGER_RUN || defaultRun(data)),
    bind: addresses(variables.STROWGER_BIND || 'private'),
    ...tcpPorts(variables, problems),
    ...pnpPort(variables, problems),
    rtpPorts,
    lines: lineCards(variables.STROWGER_LINES || 'sim:fxs=2,fxo=2', problems),
    console: variables.STROWGER_CONSOLE || undefined,
    office: variables.STROWGER_OFFICE || undefined,
  }
  for (const address of environment.bind) {
    if (!/^[0-9a-fA-F.:]+(%[\w.-]{1,15})?$/.test(address)) {
      problems.push(
        `STROWGER_BIND: '${address}' is not an IP address. Give addresses of this machine, or 'private'.`,
      )
    }
  }
  return problems.length ? refuse(problems) : ok(environment)
}

/** Sockets need short paths (108 bytes) and the hot store a tmpfs, so this is not below the data directory. */
function defaultRun(data: string): string {
  const instance = createHash('sha256').update(data).digest('hex').slice(0, 8)
  return join('/dev/shm', `strowger-${userInfo().uid}-${instance}`)
}

type TcpPorts = Pick<
  Environment,
  'webPort' | 'portalPort' | 'remotePort' | 'sipPort' | 'sipsPort' | 'wssPort'
>

/** No two of them are one; those that nobody gave give way. */
function tcpPorts(variables: Variables, problems: string[]): TcpPorts {
  const taken = new Map<number, string>()
  const given = (name: string, otherwise: string): number => {
    const number = port(name, variables[name] || otherwise, problems)
    const other = taken.get(number)
    if (other) {
      problems.push(`${name}: port ${number} is ${other}'s already. Give each a port of its own.`)
    }
    taken.set(number, name)
    return number
  }
  const free = (from: number): number => {
    let number = from
    while (taken.has(number)) number++
    taken.set(number, '')
    return number
  }
  const webPort = given('STROWGER_WEB_PORT', '8443')
  const sipPort = given('STROWGER_SIP_PORT', '5060')
  const sipsPort = given('STROWGER_SIPS_PORT', '5061')
  const portal = 'STROWGER_PORTAL_PORT'
  const remote = 'STROWGER_REMOTE_PORT'
  const own = (name: string) => (variables[name] ? given(name, '') : undefined)
  const [givenPortal, givenRemote] = [own(portal), own(remote)]
  const givenWss = own('STROWGER_WSS_PORT')
  const remotePort = givenRemote ?? free(8043)
  const portalPort = givenPortal ?? free(mayBind(443) ? 443 : webPort + 1)
  const wssPort = givenWss ?? free(7443)
  return { webPort, portalPort, remotePort, sipPort, sipsPort, wssPort }
}

const CAP_NET_BIND_SERVICE = 1n << 10n

/** Whether this process may listen on a port below 1024. */
function mayBind(port: number): boolean {
  try {
    const first = readFileSync('/proc/sys/net/ipv4/ip_unprivileged_port_start', 'utf8')
    if (port >= Number(first)) return true
    const [, mask] =
      /^CapEff:\s*([0-9a-f]+)$/m.exec(readFileSync('/proc/self/status', 'utf8')) ?? []
    return mask !== undefined && (BigInt(`0x${mask}`) & CAP_NET_BIND_SERVICE) !== 0n
  } catch {
    return userInfo().uid === 0 // not Linux
  }
}

function pnpPort({ STROWGER_PNP_PORT: text }: Variables, problems: string[]) {
  return text ? { pnpPort: port('STROWGER_PNP_PORT', text, problems) } : {}
}

function port(name: string, text: string, problems: string[]): number {
  const number = Number(text)
  if (!/^\d+$/.test(text) || number < 1 || number > 65535) {
    problems.push(`${name}: '${text}' is not a port. Give a number from 1 to 65535.`)
  }
  return number
}

function ports(text: string, problems: string[]): Environment['rtpPorts'] {
  const [, from, to] = /^(\d+)-(\d+)$/.exec(text) ?? []
  const low = Number(from)
  const high = Number(to)
  if (!(low >= 1024 && high <= 65535 && high - low >= 3)) {
    problems.push(
      `STROWGER_RTP_PORTS: '${text}' is not a port range. Give two numbers from 1024 to 65535, as 16384-32767.`,
    )
  }
  return { low, high }
}

/** What to do about wrong line cards, as the end of an error. */
const LINE_CARDS =
  "Give 'none', or cards as 'sim:fxs=2,fxo=2'; several are separated by semicolons."

/** How cards are written; which there are, and with which ports, their drivers know. */
function lineCards(text: string, problems: string[]): string {
  const card = /^[a-z][a-z0-9-]*(:[a-z][a-z0-9-]*=[^\s,;=]+(,[a-z][a-z0-9-]*=[^\s,;=]+)*)?$/
  if (text.length > 255 || !text.split(';').every((each) => card.test(each))) {
    problems.push(`STROWGER_LINES: '${text.slice(0, 64)}' does not name line cards. ${LINE_CARDS}`)
  }
  return text
}

/** The addresses to listen on as they are now: a lease may bring another, a cable come later. */
export function addressesNow(variables: Variables = process.env): readonly string[] {
  return addresses(variables.STROWGER_BIND || 'private')
}

/** One socket an address (DESIGN §6), so that each knows what to show in its messages: wildcards are spelt out. */
function addresses(text: string): readonly string[] {
  if (text !== 'private' && text !== '0.0.0.0')
    return text.split(',').map((address) => address.trim())
  const found = Object.values(networkInterfaces())
    .flatMap((list) => list ?? [])
    .filter(
      ({ family, address }) => family === 'IPv4' && (text === '0.0.0.0' || isPrivate(address)),
    )
    .map(({ address }) => address)
  return [...new Set(found)]
}

/** Loopback, RFC 1918, RFC 6598 and link-local addresses. */
export function isPrivate(address: string): boolean {
  return /^(127\.|10\.|192\.168\.|169\.254\.|172\.(1[6-9]|2\d|3[01])\.|100\.(6[4-9]|[7-9]\d|1[01]\d|12[0-7])\.)/.test(
    address,
  )
}
