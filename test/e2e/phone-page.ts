import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import type { Test } from 'tap'
import { makeTone } from '../../firmware/demo/tone.ts'
import { until } from '../../firmware/demo/wait.ts'
import { writeWav } from '../../firmware/demo/wav.ts'
import { LinesServer, linesOffice } from '../integration/lines-office.ts'
import { aClaimedUnit, ask, type Unit, visit } from './unit.ts'

/** What the browser's microphone hears, Hz. */
export const BROWSER_TONE = 620
/** The administrator's number, which the browser is. */
export const NUMBER = '210'

const LINES = { fxs: 2, fxo: 0 } as const

/** Chromium's own microphone is a file; its audio stays on this machine, where WebRTC would not look for anybody. */
function soundArguments(t: Test): readonly string[] {
  const folder = mkdtempSync(join(tmpdir(), 'strowger-tone-'))
  t.teardown(() => rmSync(folder, { recursive: true }))
  const file = join(folder, 'tone.wav')
  writeWav(file, makeTone(BROWSER_TONE, -16, 60, 48_000))
  return [
    '--use-fake-device-for-media-stream',
    '--use-fake-ui-for-media-stream',
    `--use-file-for-fake-audio-capture=${file}`,
    '--allow-loopback-in-peer-connection',
    '--autoplay-policy=no-user-gesture-required',
  ]
}

/** Keeps what comes from the other side where the test can listen. A tone is no speech: what cleans speech would take it away. */
const LISTENING = `{
  const Native = RTCPeerConnection
  window.RTCPeerConnection = class extends Native {
    constructor(...given) {
      super(...given)
      this.addEventListener('track', ({ track }) => {
        const context = new AudioContext()
        const analyser = context.createAnalyser()
        analyser.fftSize = 8192
        analyser.smoothingTimeConstant = 0
        context.createMediaStreamSource(new MediaStream([track])).connect(analyser)
        window.ear = { analyser, rate: context.sampleRate }
      })
    }
  }
  const { mediaDevices } = navigator
  const asked = mediaDevices.getUserMedia.bind(mediaDevices)
  mediaDevices.getUserMedia = () => asked({
    audio: { echoCancellation: false, noiseSuppression: false, autoGainControl: false },
  })
}`

/** The loudest frequency in the browser's ear, Hz; undefined for silence. */
const EAR = `(() => {
  const { ear } = window
  if (!ear) return undefined
  const bins = new Float32Array(ear.analyser.frequencyBinCount)
  ear.analyser.getFloatFrequencyData(bins)
  let best = 0
  for (let n = 1; n < bins.length; n++) if (bins[n] > bins[best]) best = n
  return bins[best] > -70 ? Math.round(best * ear.rate / ear.analyser.fftSize) : undefined
})()`

export interface PhoneUnit extends Unit {
  readonly lines: LinesServer
}

/** An office with simulated analog telephones (301, 302) and SIP telephones (201, 202), and a browser that may become 210. */
export async function aPhoneUnit(t: Test): Promise<PhoneUnit> {
  const unit = await aClaimedUnit(t, {
    office: linesOffice(LINES),
    env: { STROWGER_LINES: 'sim:fxs=2,fxo=0' },
    args: soundArguments(t),
  })
  const { page, context, server } = unit
  await context.addInitScript(LISTENING)
  const { items } = await ask<{ items: { id: string; login: string }[] }>(
    page,
    'GET',
    '/config/users',
  )
  const owner = items.find(({ login }) => login === 'admin')?.id
  await ask(page, 'POST', '/config/extensions', { number: NUMBER, kind: 'user', owner })
  return { ...unit, lines: new LinesServer(server, LINES) }
}

/** The page becomes a telephone by one click. */
export async function becomePhone(unit: PhoneUnit): Promise<void> {
  await visit(unit, '/phone')
  await unit.page.getByRole('button', { name: 'Use this browser as a phone' }).click()
  await unit.page.getByText('Can be reached').waitFor()
}

export async function dial(page: Page, number: string): Promise<void> {
  await page.getByLabel('Number', { exact: true }).fill(number)
  await page.getByLabel('Number', { exact: true }).press('Enter')
}

/** Waits until the browser hears this frequency above everything else. */
export async function browserHears(page: Page, hz: number): Promise<void> {
  let last: unknown
  await until(`${hz} Hz in the browser`, async () => {
    last = await page.evaluate(EAR)
    return typeof last === 'number' && Math.abs(last - hz) < 15
  }).catch((error: Error) => {
    throw new Error(`${error.message}; last ${last} Hz`)
  })
}
