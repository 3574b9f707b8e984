import type { ReadStream, WriteStream } from 'node:tty'

/** What `run` shows itself on, and what people press there. */
export interface Terminal {
  /** One that can redraw a line and give single keys; else plain lines. */
  readonly interactive: boolean
  /** Calls `press` for every key until `stop` is called. */
  keys(press: (key: string) => void): void
  stop(): void
}

/** The terminal that this process was started on, if it was. */
export function terminal(
  input: Pick<ReadStream, 'isTTY' | 'setRawMode' | 'on' | 'pause' | 'resume'>,
  output: Pick<WriteStream, 'isTTY'>,
): Terminal {
  const interactive = Boolean(input.isTTY && output.isTTY)
  return {
    interactive,
    keys: (press) => {
      if (!interactive) return
      input.setRawMode(true)
      input.resume()
      input.on('error', () => input.pause()) // the terminal has gone: no more keys
      input.on('data', (data: Buffer) => {
        for (const key of data.toString('utf8')) press(key)
      })
    },
    stop: () => {
      if (!interactive) return
      input.setRawMode(false)
      input.pause()
    },
  }
}
