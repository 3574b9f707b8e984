import { SerialPort } from 'serialport'
import type { Clock } from '../clock/clock.ts'
import type { Log } from '../log.ts'
import type { Wire } from './terminal/terminal.ts'

/** What a device tells while it is open. */
export interface Ears {
  data(bytes: Buffer): void
  /** It has been closed, pulled out or has failed; nothing comes after this. */
  gone(): void
}

export interface DeviceOptions {
  /** Of the tty. */
  readonly path: string
  readonly clock: Clock
  readonly log: Log
  /** Ends `serveDevice` and closes the device. */
  readonly signal: AbortSignal
  /** Called whenever the device has been opened. */
  readonly opened: (wire: Wire) => Ears
  /** Why it cannot be opened, each time that it is tried in vain. */
  readonly refused: (why: string) => void
}

const BAUD = 115_200 // 8 data bits, no parity, 1 stop bit: the library's own choice
const FIRST_PAUSE_MS = 250
const LONGEST_PAUSE_MS = 15_000

/** Keeps a tty open for as long as it is there, and looks for it again when it is not. */
export async function serveDevice(options: DeviceOptions): Promise<void> {
  const { clock, signal, refused } = options
  let pauseMs = FIRST_PAUSE_MS
  while (!signal.aborted) {
    const why = await serveOnce(options)
    if (why === undefined) {
      pauseMs = FIRST_PAUSE_MS
    } else {
      refused(why)
      pauseMs = Math.min(LONGEST_PAUSE_MS, pauseMs * 2)
    }
    await clock.sleep(pauseMs, signal).catch(() => {}) // told to end: the loop sees it
  }
}

/** Until the device goes. Answers why it cannot be opened, or undefined when it could. */
function serveOnce({ path, log, signal, opened }: DeviceOptions): Promise<string | undefined> {
  return new Promise((resolve) => {
    const port = new SerialPort({ path, baudRate: BAUD, autoOpen: false })
    let ears: Ears | undefined
    const close = () => {
      if (port.isOpen) port.close()
    }
    const gone = () => {
      signal.removeEventListener('abort', close)
      ears?.gone()
      resolve(undefined)
    }
    port.on('error', (error) => {
      log.warn({ error: error.message, path }, 'the console device failed')
      if (port.isOpen) port.close()
      else if (ears) gone()
    })
    port.on('data', (bytes: Buffer) => ears?.data(bytes))
    port.once('close', gone)
    port.open((error) => {
      if (error) return resolve(error.message)
      signal.addEventListener('abort', close, { once: true })
      if (signal.aborted) return close()
      log.info({ path }, 'the console device is open')
      ears = opened({
        send: (text) => {
          if (port.isOpen) port.write(text)
        },
        get unsent() {
          return port.writableLength
        },
      })
    })
  })
}
