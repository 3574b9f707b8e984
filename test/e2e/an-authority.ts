import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Test } from 'tap'

const DAYS = '30'

/** A certificate authority as a company has one, made by openssl and gone after the test. */
export class Authority {
  readonly #directory: string
  /** Its own certificate, PEM. */
  readonly certificate: string

  constructor(t: Test, name: string) {
    this.#directory = mkdtempSync(join(tmpdir(), 'strowger-authority-'))
    t.teardown(() => rmSync(this.#directory, { recursive: true, force: true }))
    this.#openssl(
      ...['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes'],
      ...['-keyout', 'ca.key', '-out', 'ca.pem', '-days', DAYS, '-subj', `/CN=${name}`],
      ...['-addext', 'basicConstraints=critical,CA:TRUE', '-addext', 'keyUsage=keyCertSign'],
    )
    this.certificate = this.#read('ca.pem')
  }

  /** A key, and the certificate for it that is good for this address. */
  issue(address: string): { readonly certificate: string; readonly key: string } {
    this.#openssl(
      ...['req', '-new', '-newkey', 'rsa:2048', '-nodes', '-keyout', 'leaf.key'],
      ...['-out', 'leaf.csr', '-subj', '/CN=phones.example.test'],
    )
    return { certificate: this.#sign(address), key: this.#read('leaf.key') }
  }

  /** The certificate for somebody else's request, PEM. */
  answer(request: string, address: string): string {
    writeFileSync(join(this.#directory, 'leaf.csr'), request)
    return this.#sign(address)
  }

  #sign(address: string): string {
    writeFileSync(
      join(this.#directory, 'leaf.ext'),
      `subjectAltName=IP:${address},DNS:phones.example.test\nextendedKeyUsage=serverAuth\n`,
    )
    this.#openssl(
      ...['x509', '-req', '-in', 'leaf.csr', '-CA', 'ca.pem', '-CAkey', 'ca.key', '-days', DAYS],
      ...['-CAcreateserial', '-extfile', 'leaf.ext', '-out', 'leaf.pem'],
    )
    return this.#read('leaf.pem')
  }

  #openssl(...args: string[]): void {
    execFileSync('openssl', args, { cwd: this.#directory, stdio: 'pipe' })
  }

  #read(name: string): string {
    return readFileSync(join(this.#directory, name), 'utf8')
  }
}
