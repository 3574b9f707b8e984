import type { LivePhone } from '../../phones/live-phone.ts'
import type { ConsoleCommand } from '../command.ts'
import { short } from '../terminal/inert.ts'
import { columns } from '../terminal/layout.ts'

export const phones: ConsoleCommand = {
  name: 'phones',
  usage: '',
  summary: 'telephones, and where they are registered',
  needs: 'nothing',
  async run(_args, { terminal, ask }) {
    const answer = await ask('exchange', 'phones')
    if (!answer.ok) return terminal.line(`The exchange does not answer: ${answer.error.text}`)
    const found = answer.value as readonly LivePhone[]
    if (found.length === 0) return terminal.line('There are no telephones yet.')
    await terminal.page(columns(found.map(row)))
  },
}

function row(phone: LivePhone): string[] {
  return phone.line === undefined ? sipRow(phone) : analogRow(phone)
}

function analogRow({ sipUser, extension, name, line }: LivePhone): string[] {
  const words = line === 'absent' ? 'no card answers for this port' : `analog, ${line}`
  return [line === 'absent' ? '-' : '*', short(sipUser, 16), extension, short(name, 20), words, '']
}

function sipRow({ sipUser, extension, name, contacts }: LivePhone): string[] {
  const [contact] = contacts
  return [
    contact ? (contact.stale ? '?' : '*') : '-',
    short(sipUser, 16),
    extension === sipUser ? '' : extension,
    short(name, 20),
    contact ? `${contact.address} ${contact.transport}` : 'not registered',
    contact?.stale ? 'from before the restart' : short(contact?.userAgent ?? '', 20),
  ]
}

/** Numbers of extensions, for completion. */
export async function extensionNumbers({
  ask,
}: Pick<Parameters<ConsoleCommand['run']>[1], 'ask'>): Promise<string[]> {
  const answer = await ask('exchange', 'phones')
  const found = answer.ok ? (answer.value as readonly LivePhone[]) : []
  return [...new Set(found.map(({ extension }) => extension))].filter((number) => number !== '')
}
