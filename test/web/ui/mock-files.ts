import type { FieldProblem, Imported } from '../../../firmware/web/contract.ts'
import { HOSTILE } from './mock-objects.ts'

type Answer = { readonly status: number; readonly value: unknown }

export const PASSPHRASE = 'seven otters carry copper'

/** Looks at a file as the server would: one that says `bad` has two mistakes. */
export function mockImport(given: unknown, dry: boolean): Answer {
  const { file: body = given, passphrase } = given as { file?: unknown; passphrase?: unknown }
  if (String(body).includes('secrets:') && passphrase !== PASSPHRASE) {
    const text = passphrase === undefined ? 'Give the passphrase.' : 'The passphrase is another.'
    return { status: 422, value: { code: 'passphrase', text } }
  }
  if (String(body).includes('bad')) {
    const problems: FieldProblem[] = [
      {
        line: 3,
        column: 2,
        object: `extension ${HOSTILE}`,
        field: 'kind',
        what: 'it is odd',
        remedy: 'Use one of these.',
      },
      {
        line: 7,
        column: 1,
        object: 'extension',
        field: '',
        what: 'it has no number',
        remedy: 'Give one.',
      },
    ]
    return { status: 422, value: { code: 'refused', text: 'it is odd, and one more', problems } }
  }
  const lines = ['added extension 202', `added user ${HOSTILE}`]
  const notes = ["extension '201' is there already: this one becomes '202'"]
  const value: Imported = { revision: dry ? 41 : 42, changes: 2, lines, notes, hash: 'f00d' }
  return { status: 200, value }
}
