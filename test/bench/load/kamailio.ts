import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Child } from '../../../firmware/demo/child.ts'
import { freePort } from '../../../firmware/demo/free-ports.ts'
import { portsOf } from '../../../firmware/demo/listening.ts'
import { until } from '../../../firmware/demo/wait.ts'
import { crowd } from './crowd.ts'
import { cpuOf } from './measured-office.ts'

const ADDRESS = '127.0.0.1'

const config = (own: number, crowdPort: number) => `
debug=0
log_stderror=yes
children=1
auto_aliases=no
listen=udp:${ADDRESS}:${own}
loadmodule "sl.so"
loadmodule "tm.so"
loadmodule "rr.so"
loadmodule "pv.so"
loadmodule "maxfwd.so"
loadmodule "textops.so"
loadmodule "siputils.so"

request_route {
  if (!mf_process_maxfwd_header("10")) { sl_send_reply("483", "Too Many Hops"); exit; }
  if (is_method("INVITE")) record_route();
  $du = "sip:${ADDRESS}:${crowdPort}";
  t_relay();
}
`

/** CPU in us of a call through Kamailio as a mere proxy, which knows neither telephones nor audio; or why there is none here. */
export async function callThroughKamailio(calls: number, rate: number): Promise<number | string> {
  const [own, crowdPort] = [await freePort(), await freePort()]
  const folder = mkdtempSync(join(tmpdir(), 'bench-kamailio-'))
  const file = join(folder, 'kamailio.cfg')
  writeFileSync(file, config(own, crowdPort))
  const kamailio = Child.spawn('kamailio', [
    ...['-f', file, '-DD', '-E', '-m', '128', '-M', '8', '-Y', folder, '-w', folder],
  ])
  try {
    await until('Kamailio', () => {
      if (kamailio.exit !== undefined) throw new Error(`${kamailio.exit}`)
      return portsOf(kamailio.pid, 'udp', ADDRESS).includes(own)
    })
    const phones = [{ user: '2000', password: '', calls: '2001' }]
    const order = {
      kind: 'call',
      server: { address: ADDRESS, port: own },
      port: crowdPort,
    } as const
    const run = (count: number) => crowd({ ...order, phones, count, rate, most: 40 })
    await run(calls >> 2)
    const pids = [kamailio.pid, ...childrenOf(kamailio.pid)]
    const before = cpuOf(pids)
    const { done } = await run(calls)
    return done === 0 ? 'no call went through' : (cpuOf(pids) - before) / done
  } catch (error) {
    return `not here: ${(error as Error).message.slice(0, 60)}`
  } finally {
    await kamailio.stop()
    rmSync(folder, { recursive: true, force: true })
  }
}

function childrenOf(parent: number): number[] {
  return readdirSync('/proc')
    .map(Number)
    .filter((pid) => Number.isInteger(pid) && parentOf(pid) === parent)
}

function parentOf(pid: number): number {
  try {
    const [, parent] = readFileSync(`/proc/${pid}/stat`, 'utf8')
      .replace(/^.*\) /, '')
      .split(' ')
    return Number(parent)
  } catch {
    return 0 // gone since it was listed
  }
}
