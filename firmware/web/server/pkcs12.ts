import { execFile } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { Refusal } from './refusal.ts'

const LIMIT_MS = 30_000

interface Content {
  /** What browsers call it. */
  readonly name: string
  readonly certificate: string
  readonly key: string
  readonly issuer: string
}

/**
 * A file of a certificate and its key that browsers import, RFC 7292, encrypted with AES-256 under a password. Made by the openssl program:
 * the password goes there through a pipe, the key through a file on the run directory's tmpfs, nothing by the command line.
 *
 * @throws Refusal `unavailable` without that program
 */
export async function makePkcs12(
  { name, certificate, key, issuer }: Content,
  password: string,
  run: string,
): Promise<Buffer> {
  const folder = mkdtempSync(join(run, 'p12-'))
  try {
    const file = join(folder, 'in.pem')
    writeFileSync(file, [key, certificate, issuer].join('\n'), { mode: 0o600 })
    const how = ['-keypbe', 'AES-256-CBC', '-certpbe', 'AES-256-CBC', '-macalg', 'sha256']
    const args = ['pkcs12', '-export', '-in', file, '-name', name, '-passout', 'stdin', ...how]
    return await runOpenssl([...args, '-iter', '100000'], `${password}\n`)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

function runOpenssl(args: readonly string[], input: string): Promise<Buffer> {
  const options = { encoding: 'buffer', timeout: LIMIT_MS, maxBuffer: 256 * 1024 } as const
  return new Promise((resolve, reject) => {
    const child = execFile('openssl', args, options, (error, out) => {
      if (!error) resolve(out)
      else if (error.code === 'ENOENT') {
        reject(new Refusal('unavailable', 'The program openssl is missing on this machine.'))
      } else reject(new Error('openssl made no PKCS #12 file', { cause: error }))
    })
    child.stdin?.on('error', () => {}) // told by its exit
    child.stdin?.end(input)
  })
}
