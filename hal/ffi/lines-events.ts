import { openSync } from 'node:fs'
import { Socket } from 'node:net'
import type { LinesEvent } from './lines-library.ts'

const RECORD = 72 // bytes of struct hal_event
const NO_PEER = 0xff
const CALLER = 24 // bytes of a number or a name
export const lifelineStates = ['off', 'tone', 'call'] as const

/** Kinds that tell no more than themselves. */
const plain = {
  1: 'off-hook',
  2: 'on-hook',
  5: 'ring',
  6: 'ring-over',
  9: 'reversal',
  10: 'battery-lost',
  11: 'battery-back',
  12: 'audio-stopped',
  13: 'audio-back',
} as const satisfies Record<number, LinesEvent['kind']>

/** Reads the event pipe of libhal in the event loop and hands every record on. Ends with `destroy()`. */
export function readEvents(descriptor: number, onEvent: (event: LinesEvent) => void): Socket {
  // A second opening of the pipe: the socket closes what it is given, and the library keeps its own.
  const socket = new Socket({ fd: openSync(`/proc/self/fd/${descriptor}`, 'r'), readable: true })
  let rest: Buffer = Buffer.alloc(0)
  socket.on('data', (chunk: Buffer) => {
    const bytes = rest.length ? Buffer.concat([rest, chunk]) : chunk
    const whole = bytes.length - (bytes.length % RECORD)
    rest = bytes.subarray(whole)
    for (let at = 0; at < whole && !socket.destroyed; at += RECORD) {
      const event = decode(bytes.subarray(at, at + RECORD))
      if (event) onEvent(event)
    }
  })
  return socket
}

/** One struct hal_event; undefined for a kind that this program does not know. */
function decode(record: Buffer): LinesEvent | undefined {
  const kind = record.readUInt32LE(0)
  const line = record.readUInt32LE(4)
  const durationMs = record.readUInt32LE(8)
  switch (kind) {
    case 3:
      return { kind: 'flash', line, durationMs }
    case 4:
      return { kind: 'digit', line, digit: String.fromCharCode(record.readUInt8(12)) }
    case 7:
      return { kind: 'caller', line, number: textAt(record, 24), name: textAt(record, 24 + CALLER) }
    case 8:
      return { kind: 'disconnect', line, durationMs }
    case 14: {
      const state = lifelineStates[record.readUInt8(13)] ?? 'off'
      const peer = record.readUInt8(14)
      return { kind: 'lifeline', line, state, peer: peer === NO_PEER ? undefined : peer }
    }
    case 15:
      return { kind: 'overflow' }
  }
  return kind in plain ? { kind: plain[kind as keyof typeof plain], line } : undefined
}

function textAt(record: Buffer, at: number): string {
  const [text = ''] = record.toString('latin1', at, at + CALLER).split('\0')
  return text
}
