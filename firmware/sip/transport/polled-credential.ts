import { statSync } from 'node:fs'
import type { Clock, Timer } from '../../clock/clock.ts'
import type { CredentialSource } from '../contract.ts'

const LOOK_MS = 5_000
/** Until there is one: both processes have just begun, and telephones knock already. */
const FIRST_LOOK_MS = 250

/**
 * A credential that another process keeps in a file and replaces as a whole: looked at every 5 s, more often until there is one, while `stop`
 * has not been called. What cannot be read leaves the one before in use.
 */
export class PolledCredential implements CredentialSource {
  leaf: CredentialSource['leaf']
  readonly #path: string
  readonly #clock: Clock
  readonly #read: () => CredentialSource['leaf']
  readonly #failed: (error: unknown) => void
  readonly #listeners: (() => void)[] = []
  #version = ''
  #timer: Timer | undefined

  /** `read` gives what the file holds; what it throws goes to `failed`, once for each version of the file. */
  constructor(
    path: string,
    clock: Clock,
    read: () => CredentialSource['leaf'],
    failed: (error: unknown) => void,
  ) {
    this.#path = path
    this.#clock = clock
    this.#read = read
    this.#failed = failed
  }

  /** Has read the file, if there is one, when it returns. */
  start(): void {
    this.#look()
  }

  stop(): void {
    this.#timer?.cancel()
  }

  onChange(hear: () => void): void {
    this.#listeners.push(hear)
  }

  #look(): void {
    const wait = this.leaf ? LOOK_MS : FIRST_LOOK_MS
    this.#timer = this.#clock.after(wait, () => this.#look())
    const version = versionOf(this.#path)
    if (version === this.#version) return
    this.#version = version
    try {
      const leaf = this.#read()
      if (!leaf || leaf.certificate === this.leaf?.certificate) return
      this.leaf = leaf
    } catch (error) {
      this.#failed(error)
      return
    }
    for (const hear of this.#listeners) hear()
  }
}

/** Differs when the file was replaced. */
function versionOf(path: string): string {
  const found = statSync(path, { bigint: true, throwIfNoEntry: false })
  return found ? `${found.ino} ${found.mtimeNs} ${found.size}` : ''
}
