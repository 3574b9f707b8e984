import { command } from '../bus/command.ts'
import type { LivePhone } from '../phones/live-phone.ts'
import { columns, plain } from '../plain.ts'
import { commandSocket } from '../run-directory.ts'
import type { CliCommand } from './command.ts'
import { EXIT } from './command.ts'

const TIMEOUT_MS = 5000

export const phones: CliCommand = {
  name: 'phones',
  summary: 'telephones, where they are registered or what their line does',
  usage: '',
  async run(_args, { environment, clock, json, stdout, stderr }) {
    const socket = commandSocket(environment.run, 'exchange')
    const answer = await command(socket, 'phones', {}, { timeoutMs: TIMEOUT_MS, clock })
    if (!answer.ok) {
      stderr(`phones: the exchange does not answer (${answer.error.text})\n`)
      return EXIT.notRunning
    }
    const found = answer.value as readonly LivePhone[]
    if (json) stdout(`${JSON.stringify(found, null, 2)}\n`)
    else stdout(found.length === 0 ? 'no telephones are configured\n' : columns(found.map(row)))
    return EXIT.ok
  },
}

function row(phone: LivePhone): string[] {
  return phone.line === undefined ? sipRow(phone) : analogRow(phone)
}

function analogRow({ sipUser, extension, name, line }: LivePhone): string[] {
  const dot = line === 'absent' ? '○' : '●'
  const words = line === 'absent' ? 'no card answers for this port' : `analog, ${line}`
  return [dot, sipUser, extension && `extension ${extension}`, plain(name), words, '']
}

function sipRow({ sipUser, extension, name, contacts }: LivePhone): string[] {
  const [contact] = contacts
  return [
    contact ? (contact.stale ? '◐' : '●') : '○',
    sipUser,
    extension === sipUser ? '' : `extension ${extension}`,
    plain(name),
    contact ? `${contact.address} ${contact.transport}` : 'not registered',
    contact?.stale ? 'known from before the restart' : plain(contact?.userAgent ?? ''),
  ]
}
