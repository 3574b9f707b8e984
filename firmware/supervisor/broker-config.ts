import { pbkdf2Sync, randomBytes } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { userInfo } from 'node:os'
import { join } from 'node:path'
import type { Credentials } from '../bus/credentials.ts'
import { readCredentials } from '../bus/credentials.ts'
import { filterOf } from '../bus/topic-path.ts'
import { topics } from '../bus/topics.ts'
import { busCredentials, busSocket } from '../run-directory.ts'

/** What a process may publish and hear beside its own conditions; nothing else (SECURITY 18). */
interface Rights {
  readonly publish: readonly { readonly path: string }[]
  readonly hear: readonly { readonly path: string }[] | 'all'
}

const LISTENERS = { publish: [], hear: [topics.configChanged] }

/** Everybody who may connect. The command line only tells that the configuration changed. */
export const RIGHTS: Readonly<Record<string, Rights>> = {
  supervisor: { publish: [topics.processState], hear: [topics.condition, topics.configChanged] },
  exchange: {
    publish: [topics.callEvent, topics.phonesFound, topics.phoneState, topics.configChanged],
    hear: [topics.configChanged],
  },
  /** Hears of its lines to take back those that it no longer has. */
  lines: { publish: [topics.lineState], hear: [topics.lineState, topics.configChanged] },
  media: LISTENERS,
  host: LISTENERS,
  console: { publish: [topics.configChanged], hear: [topics.callEvent, topics.configChanged] },
  /** Hears what may be another now, and asks those who know. */
  web: {
    publish: [topics.configChanged],
    hear: [
      topics.callEvent,
      topics.condition,
      topics.configChanged,
      topics.lineState,
      topics.phonesFound,
      topics.phoneState,
      topics.processState,
    ],
  },
  cli: { publish: [topics.configChanged], hear: 'all' },
}

/**
 * Writes what Mosquitto needs to the run directory and answers the path of its configuration. Passwords are random, made once a
 * boot, and stay over a restart of the supervisor.
 */
export function writeBrokerConfig(run: string, rights = RIGHTS): string {
  const folder = join(run, 'broker')
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  mkdirSync(join(run, 'credentials'), { recursive: true, mode: 0o700 })
  const accounts = makeAccounts(run, Object.keys(rights))
  const passwords = join(folder, 'passwords')
  const acl = join(folder, 'acl')
  const config = join(folder, 'mosquitto.conf')
  write(passwords, accounts.map(passwordLine).join(''))
  write(acl, renderAcl(rights))
  write(config, renderConfig({ socket: busSocket(run), passwords, acl }))
  return config
}

/** One boot's account each; a file of an earlier boot is not taken. */
function makeAccounts(run: string, names: readonly string[]): Credentials[] {
  const stamp = join(run, 'credentials', 'boot')
  const boot = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()
  const fresh = !existsSync(stamp) || readFileSync(stamp, 'utf8') !== boot
  const accounts = names.map((username) => {
    const path = busCredentials(run, username)
    const known = fresh ? undefined : readCredentials(path)
    if (known) return known
    const account = { username, password: randomBytes(24).toString('base64url') }
    write(path, JSON.stringify(account))
    return account
  })
  write(stamp, boot)
  return accounts
}

/**
 * A line as mosquitto_passwd writes it: PBKDF2 with SHA-512. Few rounds, for the password is 192 random bits.
 */
function passwordLine({ username, password }: Credentials): string {
  const rounds = 101
  const salt = randomBytes(12)
  const hash = pbkdf2Sync(password, salt, rounds, 64, 'sha512')
  return `${username}:$7$${rounds}$${salt.toString('base64')}$${hash.toString('base64')}\n`
}

export function renderAcl(rights: Readonly<Record<string, Rights>>): string {
  return Object.entries(rights)
    .map(([name, { publish, hear }]) => {
      const heard = hear === 'all' ? ['site/#'] : hear.map(({ path }) => filterOf(path))
      const own = `site/+/condition/${name}/+`
      return [
        `user ${name}`,
        ...publish.map(({ path }) => `topic write ${writable(path, name)}`),
        ...heard.map((filter) => `topic read ${filter}`),
        `topic readwrite ${own}`,
        '',
      ].join('\n')
    })
    .join('\n')
}

function writable(path: string, owner: string): string {
  return filterOf(path.replace('{owner}', owner))
}

interface ConfigPaths {
  readonly socket: string
  readonly passwords: string
  readonly acl: string
}

/** mosquitto.conf(5) of 2.0. Sizes are bounds on what one process could do to the others. */
function renderConfig({ socket, passwords, acl }: ConfigPaths): string {
  return `# Written by the supervisor at every start.
listener 0 ${socket}
user ${userInfo().username}
allow_anonymous false
password_file ${passwords}
acl_file ${acl}
persistence false
sys_interval 0
max_connections 64
max_packet_size 300000
max_queued_messages 10000
max_queued_bytes 8388608
memory_limit 67108864
max_keepalive 120
log_dest stdout
log_timestamp true
log_timestamp_format %Y-%m-%dT%H:%M:%S
log_type error
log_type warning
log_type notice
connection_messages false
`
}

/** In one step, so that a broker never reads half a file. */
function write(path: string, text: string): void {
  const draft = `${path}.new`
  writeFileSync(draft, text, { mode: 0o600 })
  renameSync(draft, path)
}
