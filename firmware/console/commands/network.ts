import { readFileSync } from 'node:fs'
import { networkInterfaces } from 'node:os'
import type { Environment } from '../../environment.ts'
import { fingerprintLines, type ShownCertificate } from '../../shown-certificate.ts'
import type { ConsoleCommand } from '../command.ts'
import { openPorts, type Protocol } from '../open-ports.ts'
import { columns } from '../terminal/layout.ts'

export const network: ConsoleCommand = {
  name: 'network',
  usage: '',
  summary: 'addresses, open ports, certificate',
  needs: 'nothing',
  async run(_args, { terminal, environment, ask }) {
    const certificate = await ask('web', 'certificate')
    const interfaces = Object.entries(networkInterfaces()).flatMap(([name, addresses]) =>
      (addresses ?? []).map(({ cidr, address, mac }) => [`  ${name}`, cidr ?? address, mac]),
    )
    await terminal.page([
      'Addresses',
      ...columns(interfaces),
      `Listening on ${environment.bind.join(', ')}`,
      ...columns(portRows(environment)),
      ...(certificate.ok ? trustLines(certificate.value as ShownCertificate) : []),
    ])
  },
}

/** What the page /trust must show to somebody who is about to trust it (UX, Trust and sign-in). */
function trustLines({ caFingerprint }: ShownCertificate): string[] {
  const lines = fingerprintLines(caFingerprint).map((line) => `  ${line}`)
  return ['Certificate authority of the pages, SHA-256', ...lines]
}

function portRows({
  sipPort,
  sipsPort,
  webPort,
  portalPort,
  remotePort,
  rtpPorts,
}: Environment): string[][] {
  const open = openPorts(
    (protocol) => read(`/proc/net/${protocol}`) + read(`/proc/net/${protocol}6`),
  )
  const row = (what: string, protocol: Protocol, port: number) => [
    `  ${what}`,
    `${protocol} ${port}`,
    open(protocol, port, port) > 0 ? 'open' : 'not open',
  ]
  const { low, high } = rtpPorts
  return [
    row('SIP', 'udp', sipPort),
    row('SIP', 'tcp', sipPort),
    row('SIP over TLS', 'tcp', sipsPort),
    row('web pages', 'tcp', webPort),
    row('user portal', 'tcp', portalPort),
    row('remote pages', 'tcp', remotePort),
    ['  audio', `udp ${low}-${high}`, `${open('udp', low, high)} in use`],
  ]
}

function read(path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return '' // no IPv6 here
  }
}
