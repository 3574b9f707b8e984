import { openSync } from 'node:fs'
import { Socket } from 'node:net'
import type { MediaEvent, Progress, Side } from './media-library.ts'

const RECORD = 32 // bytes of struct media_event
const progress: Readonly<Record<string, Progress>> = {
  d: 'dial',
  r: 'ringback',
  b: 'busy',
  o: 'reorder',
  s: 'silence',
  v: 'sound',
  c: 'fax-calling',
  a: 'fax-answering',
  i: 'information',
}
const sides: Readonly<Record<number, Side>> = { 1: 'from', 2: 'to' }

/** Reads the event pipe of libmedia in the event loop and hands every record on. Ends with `destroy()`. */
export function readEvents(descriptor: number, onEvent: (event: MediaEvent) => void): Socket {
  // A second opening of the pipe: the socket closes what it is given, and the library keeps its own.
  const socket = new Socket({ fd: openSync(`/proc/self/fd/${descriptor}`, 'r'), readable: true })
  let rest: Buffer = Buffer.alloc(0)
  socket.on('data', (chunk: Buffer) => {
    const bytes = rest.length ? Buffer.concat([rest, chunk]) : chunk
    const whole = bytes.length - (bytes.length % RECORD)
    rest = bytes.subarray(whole)
    for (let at = 0; at < whole && !socket.destroyed; at += RECORD) {
      const event = decode(bytes, at)
      if (event) onEvent(event)
    }
  })
  return socket
}

/** One struct media_event; undefined for a kind that this program does not know. */
function decode(bytes: Buffer, at: number): MediaEvent | undefined {
  const termination = bytes.readUInt32LE(at + 4)
  const attachment = bytes.readUInt32LE(at + 8)
  const error = bytes.readInt32LE(at + 12)
  const durationMs = bytes.readUInt32LE(at + 16)
  switch (bytes.readUInt32LE(at)) {
    case 1: {
      const digit = String.fromCharCode(bytes.readUInt8(at + 20))
      const source = bytes.readUInt8(at + 21) === 1 ? 'rfc4733' : 'in-band'
      const side = sides[bytes.readUInt8(at + 22)] ?? 'from'
      return { kind: 'digit', termination, digit, source, side, durationMs }
    }
    case 2:
      return { kind: 'played', termination, attachment, error }
    case 3:
      return { kind: 'recorded', termination, attachment, durationMs, error }
    case 4:
      return { kind: 'rtp-lost', termination }
    case 5:
      return { kind: 'rtp-back', termination }
    case 6:
      return { kind: 'learned', termination }
    case 7:
      return { kind: 'overflow' }
    case 9:
      return { kind: 'secured', termination, error }
    case 10: {
      const side = sides[bytes.readUInt8(at + 22)] ?? 'from'
      const speaks = String.fromCharCode(bytes.readUInt8(at + 20)) === '1'
      return { kind: 'voice', termination, attachment, side, speaks }
    }
    case 8: {
      const heard = progress[String.fromCharCode(bytes.readUInt8(at + 20))]
      const side = sides[bytes.readUInt8(at + 22)] ?? 'from'
      return heard && { kind: 'progress', termination, attachment, side, heard }
    }
  }
  return undefined
}
