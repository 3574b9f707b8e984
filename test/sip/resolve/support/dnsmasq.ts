import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { setTimeout as pause } from 'node:timers/promises'
import { freePort } from '../../../../firmware/demo/free-ports.ts'
import { SystemDns } from '../../../../firmware/sip/resolve/dns-source.ts'

export interface Dnsmasq {
  /** `address:port`. */
  readonly server: string
  /** Ends it; from then on nobody answers there. */
  stop(): Promise<void>
}

/** A DNS server on loopback with these records, options of dnsmasq. */
export async function aDnsmasq(
  ending: { teardown(action: () => unknown): void },
  records: readonly string[],
): Promise<Dnsmasq> {
  const port = await freePort()
  const own = [
    '--keep-in-foreground',
    `--port=${port}`,
    '--listen-address=127.0.0.1',
    '--bind-interfaces',
  ]
  const alone = ['--no-resolv', '--no-hosts', '--conf-file=/dev/null', '--pid-file=', '--user=']
  const options = [
    ...own,
    ...alone,
    '--local=/test/',
    '--local-ttl=30',
    '--log-facility=-',
    ...records,
  ]
  const path = `${process.env.PATH}:/usr/sbin:/sbin`
  const child = spawn('dnsmasq', options, {
    stdio: ['ignore', 'ignore', 'pipe'],
    env: { PATH: path },
  })
  let trouble = ''
  child.stderr.on('data', (text: Buffer) => {
    trouble += text
  })
  const ended = once(child, 'exit').catch(() => 'missing') // ENOENT comes as 'error'
  const stop = async () => {
    child.kill()
    await ended
  }
  ending.teardown(stop)
  const server = `127.0.0.1:${port}`
  for (let n = 0; n < 200; n++) {
    if (child.exitCode !== null) throw new Error(`dnsmasq: ${trouble}`)
    if (child.pid === undefined) throw new Error('dnsmasq is missing: apt-get install dnsmasq-base')
    const isUp = await new SystemDns([server]).query('A', 'up.test').then(
      () => true,
      () => false,
    )
    if (isUp) return { server, stop }
    await pause(25)
  }
  throw new Error(`dnsmasq does not answer: ${trouble}`)
}
