/** Tries its bars, as a reader that a file has taken over would, and answers what it could do. */
import { spawnSync } from 'node:child_process'
import dgram from 'node:dgram'
import { once } from 'node:events'
import { readFileSync, writeFileSync } from 'node:fs'
import { connect, createServer } from 'node:net'
import { Worker } from 'node:worker_threads'

process.stdin.resume().pause()
process.stdout.write('ready\n')
const parts: Buffer[] = []
for await (const part of process.stdin) parts.push(part as Buffer)
const given = Buffer.concat(parts).toString('utf8')

async function why(attempt: () => unknown): Promise<string> {
  try {
    await attempt()
    return 'done'
  } catch (error) {
    return (error as NodeJS.ErrnoException).code ?? String(error)
  }
}

const { port, kind, secret } = JSON.parse(given)
if (kind === 'memory') {
  const hoard: unknown[] = []
  for (;;) hoard.push(new Array(1000).fill({}))
}
if (kind === 'talk') for (;;) process.stdout.write('x'.repeat(65_536))
const answer = {
  readsStrangers: await why(() => readFileSync('/etc/hostname')),
  readsSecret: await why(() => readFileSync(secret)),
  readsCode: await why(() => readFileSync(import.meta.filename)),
  writes: await why(() => writeFileSync('/tmp/planted', 'x')),
  starts: await why(() => {
    const { error } = spawnSync('/bin/true')
    if (error) throw error
  }),
  thread: await why(() => new Worker('1', { eval: true })),
  connects: await why(() => once(connect(port, '127.0.0.1'), 'connect')),
  listens: await why(() => once(createServer().listen(0, '127.0.0.1'), 'listening')),
  sends: await why(() => {
    const socket = dgram.createSocket('udp4')
    const done = once(socket, 'listening')
    socket.bind(0, '127.0.0.1')
    return done
  }),
  native: await why(() => process.dlopen({ exports: {} } as never, '/nowhere.node')),
  environment: Object.keys(process.env),
  user: process.getuid?.(),
}
process.stdout.write(JSON.stringify(answer))
process.exit()
