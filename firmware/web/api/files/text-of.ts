import { Refusal } from '../../server/refusal.ts'

/** How files begin that are no text, whatever they are called. */
const KNOWN: readonly (readonly [begin: string, is: 'archive' | 'document'])[] = [
  ['504b0304', 'archive'], // ZIP, also of spreadsheets
  ['504b0506', 'archive'],
  ['1f8b', 'archive'], // gzip
  ['425a68', 'archive'], // bzip2
  ['fd377a585a00', 'archive'], // xz
  ['28b52ffd', 'archive'], // zstd
  ['377abcaf271c', 'archive'], // 7z
  ['25504446', 'document'], // PDF
  ['d0cf11e0', 'document'], // spreadsheets of old
  ['fffe', 'document'], // UTF-16
  ['feff', 'document'],
]

/**
 * The octets as text, by what they are and not by what they are called (SECURITY 13): nothing is ever unpacked.
 * @throws Refusal that says how to save the file
 */
export function textOf(body: unknown): string {
  if (!Buffer.isBuffer(body) || body.length === 0) {
    throw new Refusal('bad-request', 'Send the file as application/octet-stream.')
  }
  const begin = body.subarray(0, 8).toString('hex')
  const known = KNOWN.find(([one]) => begin.startsWith(one))
  if (known?.[1] === 'archive') {
    throw new Refusal('refused', 'That is an archive or a workbook. Save the list as CSV (UTF-8).')
  }
  if (known || body.includes(0)) {
    throw new Refusal('refused', 'That is no text file. Save it as CSV (UTF-8), YAML or JSON.')
  }
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(body)
  } catch {
    throw new Refusal('refused', 'Its letters cannot be read. Save it as UTF-8.')
  }
}
