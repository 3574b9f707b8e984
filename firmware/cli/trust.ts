import { command } from '../bus/command.ts'
import { commandSocket } from '../run-directory.ts'
import type { ShownCertificate } from '../shown-certificate.ts'
import { type CliCommand, EXIT } from './command.ts'
import { misused } from './with-store.ts'

const TIMEOUT_MS = 5000

/** `strowger trust`: what /trust in a browser must show, over a way that nobody else is on. */
export const trust: CliCommand = {
  name: 'trust',
  summary: "fingerprint of the unit's certificate authority, to compare with the page /trust",
  usage: '',
  async run(args, io) {
    if (args.length > 0) return misused(io, 'trust', '')
    const { environment, clock } = io
    const socket = commandSocket(environment.run, 'web')
    const answer = await command(socket, 'certificate', {}, { timeoutMs: TIMEOUT_MS, clock })
    if (!answer.ok) {
      io.stderr(`The web process does not answer: ${answer.error.text}\n`)
      return answer.error.code === 'not-running' ? EXIT.notRunning : EXIT.failed
    }
    const shown = answer.value as ShownCertificate
    io.stdout(io.json ? `${JSON.stringify(shown)}\n` : inWords(shown))
    return EXIT.ok
  },
}

function inWords({ caFingerprint, names, notAfter }: ShownCertificate): string {
  const until = new Date(notAfter).toISOString().slice(0, 10)
  return [
    `authority    SHA-256 ${caFingerprint}`,
    `certificate  for ${names.join(', ')}`,
    `             until ${until}, renewed by itself`,
    '',
  ].join('\n')
}
