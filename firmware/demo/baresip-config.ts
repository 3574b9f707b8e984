import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { makeSilence, makeTone } from './tone.ts'
import type { Sound } from './wav.ts'
import { writeWav } from './wav.ts'

export interface BaresipOptions {
  readonly user: string
  readonly password?: string
  /** Where it differs from `user`. */
  readonly authUser?: string
  /** The registrar and proxy. Without one the phone does not register: for calls from phone to phone. */
  readonly server?: { readonly address: string; readonly port: number }
  /** `tls`: the server's certificate is not looked at. */
  readonly transport?: 'udp' | 'tcp' | 'tls'
  /** What goes into the microphone: a tone (dBm0), nothing, or a WAV of one channel at 8,000 Hz. */
  readonly sends?: { readonly hz: number; readonly level: number } | 'silence' | string
  /** In order of preference. */
  readonly codecs?: readonly ('pcmu' | 'pcma' | 'G722/16000/1' | 'opus/48000/2')[]
  readonly answers?: 'auto' | 'manual'
  /** Seconds between registrations; baresip asks for as much in Expires. */
  readonly registersEvery?: number
  /** More parameters of the account line, as `;ptime=30`. */
  readonly account?: string
  /** More lines of the configuration file. */
  readonly config?: readonly string[]
}

const MODULES = '/usr/lib/baresip/modules' // where Debian's baresip-core has them
const SOUND_SECONDS = 300 // baresip stops sending when its file ends: longer than any test

/** Writes what `baresip -f directory` reads: the configuration, one account, and the sound that it sends. */
export function writeConfig(directory: string, options: BaresipOptions): void {
  mkdirSync(join(directory, 'dump'), { recursive: true })
  writeFileSync(join(directory, 'config'), config(directory, options))
  writeFileSync(join(directory, 'accounts'), `${account(options)}\n`)
  const { sends = 'silence' } = options
  if (sends === 'silence' || typeof sends !== 'string') {
    writeWav(join(directory, 'sends.wav'), sound(sends))
  }
}

function sound(sends: 'silence' | { hz: number; level: number }): Sound {
  if (sends === 'silence') return makeSilence(SOUND_SECONDS)
  return makeTone(sends.hz, sends.level, SOUND_SECONDS)
}

/** The URI by which the server is asked for `user`; baresip adds the transport of its account. */
export function uriAt({ server }: BaresipOptions, user: string): string {
  return `sip:${user}@${server ? `${server.address}:${server.port}` : '127.0.0.1'}`
}

function account(options: BaresipOptions): string {
  const parameters = [
    `;auth_user=${options.authUser ?? options.user}`,
    `;auth_pass=${options.password ?? ''}`,
    `;answermode=${options.answers ?? 'manual'}`,
    `;audio_codecs=${(options.codecs ?? ['pcmu', 'pcma']).join(',')}`,
    `;regint=${options.server ? (options.registersEvery ?? 300) : 0}`,
    ';mwi=no;pubint=0',
    options.account ?? '',
  ]
  const { transport: by = 'udp' } = options
  const transport = by === 'udp' ? '' : `;transport=${by}`
  return `<${uriAt(options, options.user)}${transport}>${parameters.join('')}`
}

/** No module opens a sound card, and nothing listens but on loopback, on ports that the kernel chooses. */
function config(directory: string, options: BaresipOptions): string {
  const { sends = 'silence' } = options
  const file = typeof sends === 'string' && sends !== 'silence' ? sends : `${directory}/sends.wav`
  return [
    'poll_method epoll',
    'sip_listen 127.0.0.1:0',
    'net_interface 127.0.0.1',
    'call_local_timeout 120',
    'call_max_calls 8',
    `audio_source aufile,${file}`,
    'audio_txmode poll',
    'ausrc_srate 8000',
    'ausrc_channels 1',
    ...['ausrc', 'auplay', 'auenc', 'audec'].map((part) => `${part}_format s16`),
    'rtcp_mux no',
    'jitter_buffer_delay 1-5',
    `module_path ${MODULES}`,
    ...['g711', 'g722', 'opus', 'aufile', 'sndfile'].map((module) => `module ${module}.so`),
    'module_tmp account.so',
    ...['menu', 'ctrl_tcp'].map((module) => `module_app ${module}.so`),
    'ctrl_tcp_listen 127.0.0.1:0',
    `snd_path ${directory}/dump`,
    'ringback_disabled yes',
    ...(options.config ?? []),
    '',
  ].join('\n')
}
