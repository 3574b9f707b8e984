import { connect } from 'node:net'
import type { Credentials } from '../bus/credentials.ts'
import type { Clock } from '../clock/clock.ts'

/**
 * Whether the broker lets `account` in: MQTT 3.1.1 CONNECT (§3.1) until CONNACK (§3.2). A mere connect() would succeed with a
 * broker that hangs, for the kernel accepts.
 */
export function probeBroker(
  path: string,
  account: Credentials | undefined,
  clock: Pick<Clock, 'after'>,
  timeoutMs: number,
): Promise<boolean> {
  if (!account) return Promise.resolve(false)
  return new Promise((resolve) => {
    const socket = connect(path)
    const finish = (answered: boolean) => {
      timer.cancel()
      socket.destroy()
      resolve(answered)
    }
    const timer = clock.after(timeoutMs, () => finish(false))
    socket.on('error', () => finish(false)) // not there: that is the answer
    socket.once('close', () => finish(false))
    socket.once('data', (packet) => finish(packet[0] === 0x20 && packet[3] === 0))
    socket.write(connectPacket(account))
  })
}

const CLEAN_SESSION_WITH_NAME_AND_PASSWORD = 0xc2

function connectPacket({ username, password }: Credentials): Buffer {
  const body = Buffer.concat([
    text('MQTT'),
    Buffer.from([4, CLEAN_SESSION_WITH_NAME_AND_PASSWORD, 0, 10]),
    text(''), // no client identifier: the broker makes one
    text(username),
    text(password),
  ])
  return Buffer.concat([Buffer.from([0x10, body.length]), body]) // below 128 bytes: one length byte
}

function text(string: string): Buffer {
  const bytes = Buffer.from(string)
  return Buffer.concat([Buffer.from([bytes.length >> 8, bytes.length & 255]), bytes])
}
