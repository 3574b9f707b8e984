/** Servers of other authors to which events are sent: aiosmtpd and rsyslog, each in a process of its own on 127.0.0.1. */
import { spawn } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Test } from 'tap'
import { systemClock } from '../../firmware/clock/system-clock.ts'
import { freePort } from '../../firmware/demo/free-ports.ts'
import { issueLeaf, makeAuthority } from '../../firmware/web/server/issue.ts'
import { aDirectory } from '../store/a-store.ts'

const SMTP_SERVER = fileURLToPath(new URL('./smtp-server.py', import.meta.url))
const PATIENCE_MS = 60_000

/** Waits for a condition, never for a time. */
export async function until(what: () => boolean, said = () => ''): Promise<void> {
  const giveUp = systemClock.uptime() + PATIENCE_MS
  while (!what()) {
    if (systemClock.uptime() > giveUp) throw new Error(`it did not come: ${said()}`)
    await systemClock.sleep(20)
  }
}

/** A CA with a certificate for localhost and 127.0.0.1, as files and in PEM. */
export async function anIdentity(t: Test, names = { dns: ['localhost'], ip: ['127.0.0.1'] }) {
  const folder = aDirectory(t)
  const ca = await makeAuthority({ dns: ['localhost', 'other.example'], ip: [] })
  const leaf = await issueLeaf(ca, names, systemClock.now())
  const paths = {
    ca: join(folder, 'ca.pem'),
    certificate: join(folder, 'cert.pem'),
    key: join(folder, 'key.pem'),
  }
  writeFileSync(paths.ca, ca.certificate)
  writeFileSync(paths.certificate, leaf.certificate)
  writeFileSync(paths.key, leaf.key)
  return { ...paths, caPem: ca.certificate }
}

function running(t: Test, program: string, args: readonly string[]) {
  const child = spawn(program, args, { stdio: ['ignore', 'pipe', 'pipe'] })
  const state = { out: '', said: '' }
  child.stdout.on('data', (octets) => {
    state.out += octets
  })
  child.stderr.on('data', (octets) => {
    state.said += octets
  })
  const ended = new Promise((resolve) => child.once('exit', resolve))
  const stop = async () => {
    child.kill('SIGKILL')
    await ended
  }
  t.teardown(stop)
  return { state, stop }
}

export interface TakenMail {
  readonly from: string
  readonly to: readonly string[]
  readonly subject: string
  readonly header: string
  readonly text: string
  readonly tls: boolean
  readonly user: string | null
}

/** Debian's aiosmtpd. */
export async function anSmtpServer(
  t: Test,
  mode: 'none' | 'starttls' | 'tls',
  files: { readonly certificate: string; readonly key: string } | undefined,
) {
  const credentials = files ? [files.certificate, files.key] : []
  const { state, stop } = running(t, '/usr/bin/python3', [SMTP_SERVER, mode, ...credentials])
  await until(
    () => state.out.includes('\n'),
    () => state.said,
  )
  const port = Number(state.out.split('\n')[0])
  const mails = () =>
    state.out
      .split('\n')
      .slice(1)
      .filter((line) => line !== '')
      .map((line) => JSON.parse(line) as TakenMail)
  return { port, mails, stop }
}

/** What rsyslog read in a line: its own parser's words. */
export interface TakenLine {
  readonly severity: string
  readonly facility: string
  readonly time: string
  readonly host: string
  readonly app: string
  readonly id: string
  readonly data: string
  readonly text: string
}

/** Debian's rsyslog, which tells what its parser made of each line. */
export async function aSyslogServer(
  t: Test,
  transport: 'udp' | 'tcp' | 'tls',
  files?: { readonly ca: string; readonly certificate: string; readonly key: string },
  given?: number,
) {
  const folder = aDirectory(t)
  const out = join(folder, 'taken')
  const port = given ?? (await freePort())
  writeFileSync(out, '')
  const config = join(folder, 'rsyslog.conf')
  writeFileSync(config, configOf(transport, port, out, folder, files))
  const { state, stop } = running(t, '/usr/sbin/rsyslogd', ['-n', '-f', config, '-i', 'NONE'])
  const lines = () =>
    readFileSync(out, 'utf8')
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => JSON.parse(line) as TakenLine)
  return { port, lines, stop, state }
}

function configOf(
  transport: string,
  port: number,
  out: string,
  folder: string,
  files: { readonly ca: string; readonly certificate: string; readonly key: string } | undefined,
): string {
  const fields = {
    severity: 'syslogseverity-text',
    facility: 'syslogfacility-text',
    time: 'timereported:::date-rfc3339',
    host: 'hostname',
    app: 'app-name',
    id: 'msgid',
    data: 'structured-data',
    text: 'msg',
  }
  const json = Object.entries(fields)
    .map(([name, property]) => {
      const [before = '', options] = property.split(':::')
      return `"${name}":"%${before}:::${options ? `${options},` : ''}json%"`
    })
    .map((one) => one.replaceAll('"', '\\"'))
    .join(',')
  const tls =
    transport === 'tls' && files
      ? [
          `global(workDirectory="${folder}" DefaultNetstreamDriverCAFile="${files.ca}" DefaultNetstreamDriverCertFile="${files.certificate}" DefaultNetstreamDriverKeyFile="${files.key}")`,
          'module(load="imtcp" StreamDriver.Name="gtls" StreamDriver.Mode="1" StreamDriver.AuthMode="anon")',
        ]
      : [
          `global(workDirectory="${folder}")`,
          `module(load="im${transport === 'udp' ? 'udp' : 'tcp'}")`,
        ]
  return [
    ...tls,
    `template(name="told" type="string" string="{${json}}\\n")`,
    `input(type="im${transport === 'udp' ? 'udp' : 'tcp'}" address="127.0.0.1" port="${port}")`,
    `*.* action(type="omfile" file="${out}" template="told")`,
    '',
  ].join('\n')
}
