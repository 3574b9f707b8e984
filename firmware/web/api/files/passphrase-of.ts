import { isPlain } from '../../../model/complete.ts'
import { LARGEST } from '../../../store/office-file.ts'
import { Refusal } from '../../server/refusal.ts'
import { textOf } from './text-of.ts'

/** A file from outside, with what opens the secrets in it. */
export interface GivenFile {
  readonly text: string
  readonly passphrase: string | undefined
}

/** The body as octets, or as JSON that has a passphrase beside the file. @throws Refusal */
export function fileOf(body: unknown): GivenFile {
  if (Buffer.isBuffer(body) || !isPlain(body)) {
    return { text: textOf(notTooLarge(body)), passphrase: undefined }
  }
  const file = typeof body.file === 'string' ? Buffer.from(body.file) : undefined
  return { text: textOf(notTooLarge(file)), passphrase: passphraseOf(body) }
}

function notTooLarge(file: unknown): unknown {
  if (!Buffer.isBuffer(file) || file.length <= LARGEST) return file
  throw new Refusal('too-large', 'The file is too large.')
}

/** What somebody gave for a passphrase. @throws Refusal `bad-request` */
export function passphraseOf({ passphrase }: { readonly passphrase?: unknown }): string {
  const isGiven = typeof passphrase === 'string' && passphrase !== '' && passphrase.length <= 1000
  if (!isGiven) throw new Refusal('bad-request', 'Give a passphrase.')
  return passphrase
}
