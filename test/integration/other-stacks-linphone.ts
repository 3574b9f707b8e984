import type { ChildProcessWithoutNullStreams } from 'node:child_process'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { freePort } from '../../firmware/demo/free-ports.ts'
import { makeTone } from '../../firmware/demo/tone.ts'
import { until } from '../../firmware/demo/wait.ts'
import type { Sound } from '../../firmware/demo/wav.ts'
import { readWav, writeWav } from '../../firmware/demo/wav.ts'
import type { Place } from '../peers/sip-socket.ts'

const SOUND_SECONDS = 120

export interface LinphoneOptions {
  readonly user: string
  readonly password: string
  readonly server: Place
  readonly transport: 'udp' | 'tcp'
  /** What it says, dBm0. */
  readonly sends: { readonly hz: number; readonly level: number }
}

/** Debian's linphonec as a telephone without a sound card, told what to do on its standard input. */
export class Linphone {
  readonly #options: LinphoneOptions
  readonly #folder: string
  readonly #process: ChildProcessWithoutNullStreams
  #output = ''
  #read = 0

  private constructor(options: LinphoneOptions, folder: string) {
    this.#options = options
    this.#folder = folder
    this.#process = spawn('linphonec', ['-c', join(folder, 'rc')], {
      env: { ...process.env, HOME: folder },
    })
    this.#process.stdin.on('error', () => {})
    for (const stream of [this.#process.stdout, this.#process.stderr]) {
      stream.on('data', (octets) => {
        this.#output += octets
      })
    }
  }

  /** Resolves when the server has registered it. */
  static async start(options: LinphoneOptions): Promise<Linphone> {
    const folder = mkdtempSync(join(tmpdir(), `linphone-${options.user}-`))
    mkdirSync(join(folder, '.local/share/linphone'), { recursive: true }) // for its database
    writeFileSync(join(folder, 'rc'), await configuration(options))
    const { hz, level } = options.sends
    writeWav(join(folder, 'sends.wav'), makeTone(hz, level, SOUND_SECONDS))
    const phone = new Linphone(options, folder)
    try {
      await phone.#registered()
    } catch (error) {
      await phone.stop()
      throw error
    }
    return phone
  }

  /** Everything it printed. */
  get output(): string {
    return this.#output
  }

  /** Types a command. */
  say(command: string): void {
    this.#process.stdin.write(`${command}\n`)
  }

  /** Waits until it has printed this, after what was waited for last. */
  async prints(what: RegExp): Promise<void> {
    try {
      await until(`linphonec to print ${what}`, () => {
        const found = what.exec(this.#output.slice(this.#read))
        if (found) this.#read += found.index + found[0].length
        return found
      })
    } catch (error) {
      throw new Error(`${(error as Error).message}; it printed ${this.#output.slice(-2000)}`)
    }
  }

  dial(user: string): void {
    const { server } = this.#options
    this.say(`call sip:${user}@${server.address}:${server.port}`)
  }

  /** From now on it sends its tone and keeps what it hears. */
  async plays(): Promise<void> {
    this.say(`record ${join(this.#folder, 'heard.wav')}`)
    this.say(`play ${join(this.#folder, 'sends.wav')}`)
  }

  /** What it has heard; complete once the call is over. */
  heard(): Sound {
    return readWav(join(this.#folder, 'heard.wav'))
  }

  async stop(): Promise<void> {
    this.say('quit')
    const over = once(this.#process, 'exit')
    const patience = AbortSignal.timeout(5000)
    patience.onabort = () => this.#process.kill('SIGKILL')
    if (this.#process.exitCode === null && this.#process.signalCode === null) await over
    patience.onabort = null
    rmSync(this.#folder, { recursive: true, force: true })
  }

  async #registered(): Promise<void> {
    await this.prints(/linphonec> /)
    await until('its registration', async () => {
      this.say('status register')
      await this.prints(/registered, identity=|registered=-?\d/)
      return /registered, identity=/.test(this.#output)
    })
  }
}

async function configuration(options: LinphoneOptions): Promise<string> {
  const { user, password, server, transport } = options
  const port = await freePort()
  const at = `${server.address}:${server.port}`
  return [
    '[sip]',
    'bind_address=127.0.0.1',
    `sip_port=${transport === 'udp' ? port : 0}`,
    `sip_tcp_port=${transport === 'tcp' ? port : 0}`,
    'sip_tls_port=0',
    'use_ipv6=0',
    'guess_hostname=0',
    'default_proxy=0',
    '[proxy_0]',
    `reg_proxy=<sip:${at};transport=${transport}>`,
    `reg_identity=sip:${user}@${at}`,
    'reg_expires=300',
    'reg_sendregister=1',
    'publish=0',
    '[auth_info_0]',
    `username=${user}`,
    `passwd=${password}`,
    '[rtp]',
    `audio_rtp_port=${await freePort()}`,
    '[sound]',
    'use_files=1',
    'echocancellation=0',
    '[video]',
    'enabled=0',
    '',
  ].join('\n')
}
