import type { ConsoleCommand } from '../command.ts'
import { extensionNumbers } from './phones.ts'

export const explain: ConsoleCommand = {
  name: 'explain',
  usage: 'DIGITS',
  summary: 'what dialling it does, step by step',
  needs: 'sign-in',
  complete: extensionNumbers,
  async run(words, { terminal, ask }) {
    const digits = words.join('') // as people write a number
    if (digits === '') return terminal.line('Say what is dialled: explain 101')
    const answer = await ask('exchange', 'explain', { digits })
    if (!answer.ok) return terminal.line(`The exchange does not answer: ${answer.error.text}`)
    const { explanation = [] } = answer.value as { explanation?: readonly string[] }
    await terminal.page(explanation.map((step, index) => `${index + 1}. ${step}`))
  },
}
