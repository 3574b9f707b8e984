import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Test } from 'tap'
import t, { test } from 'tap'
import { Child } from '../../firmware/demo/child.ts'
import { freePort } from '../../firmware/demo/free-ports.ts'
import { portsOf } from '../../firmware/demo/listening.ts'
import { heardTone } from '../../firmware/demo/tone.ts'
import { until } from '../../firmware/demo/wait.ts'
import { RtpPhone } from '../peers/rtp-phone.ts'
import { header, headersOf, statusOf } from '../peers/sip-text.ts'
import { aPhone, aServer, numberOf, office, passwordOf } from './an-office.ts'

t.setTimeout(600_000)
const [ann, bob] = [numberOf(0), numberOf(1)]
const server = await aServer(t, { office: office(2), limitMs: 90_000 })
const proxy = { address: '127.0.0.6', port: await freePort('127.0.0.6') }

/** Telephones are behind it: it stays on the way of what comes after (Record-Route, Path), and knows nothing but the server. */
const CONFIG = `
debug=2
log_stderror=yes
children=1
auto_aliases=no
listen=udp:${proxy.address}:${proxy.port}
loadmodule "sl.so"
loadmodule "tm.so"
loadmodule "rr.so"
loadmodule "path.so"
loadmodule "pv.so"
loadmodule "maxfwd.so"
loadmodule "textops.so"
loadmodule "siputils.so"

request_route {
  if (!mf_process_maxfwd_header("10")) { sl_send_reply("483", "Too Many Hops"); exit; }
  if (is_method("CANCEL")) { if (t_check_trans()) t_relay(); exit; }
  if (has_totag()) {
    if (loose_route()) { t_relay(); exit; }
    if (is_method("ACK") && t_check_trans()) { t_relay(); exit; }
    sl_send_reply("404", "Not here");
    exit;
  }
  loose_route();
  if (is_method("INVITE|SUBSCRIBE")) record_route();
  if (is_method("REGISTER")) add_path();
  if ($si != "${server.sip.address}" || $sp != ${server.sip.port}) $du = "sip:${server.sip.address}:${server.sip.port}";
  t_relay();
}
`

const folder = mkdtempSync(join(tmpdir(), 'strowger-kamailio-'))
t.teardown(() => rmSync(folder, { recursive: true, force: true }))
const config = join(folder, 'kamailio.cfg')
writeFileSync(config, CONFIG)
const kamailio = Child.spawn('kamailio', [
  ...['-f', config, '-DD', '-E', '-m', '32', '-M', '4', '-Y', folder, '-w', folder],
])
t.teardown(async () => {
  if (!t.passing()) t.comment(kamailio.output.slice(-3000))
  await kamailio.stop()
})
await until('Kamailio', () => {
  if (kamailio.exit !== undefined) throw new Error(`it ended: ${kamailio.output.slice(-2000)}`)
  return portsOf(kamailio.pid, 'udp', proxy.address).includes(proxy.port)
})

/** A telephone that sends everything to Kamailio. */
async function behind(t: Test): Promise<RtpPhone> {
  const phone = await RtpPhone.open({
    user: ann,
    password: passwordOf(ann),
    server: proxy,
    address: '127.0.0.7',
    sends: { hz: 440, level: -10 },
  })
  t.teardown(async () => {
    await phone.register(0)
    phone.close()
  })
  return phone
}

test('RFC 3327 a telephone registers through Kamailio, and is called on that path', async (t) => {
  const phone = await behind(t)
  const registered = await phone.register()
  t.equal(statusOf(registered), 200, registered.start)
  const other = await aPhone(t, server, bob, { sends: { hz: 1000, level: -10 } })
  const out = await other.call(ann)
  const call = await phone.incoming()
  t.match(header(call.invite, 'Record-Route'), `${proxy.address}:${proxy.port}`)
  t.equal(headersOf(call.invite, 'Via').length, 2)
  call.ring()
  await out.status(180)
  call.answer()
  await out.answered()
  await until('sound', () => {
    const [there, here] = [heardTone(call.rtp.heard(), 1000), heardTone(out.rtp.heard(), 440)]
    return there.level > -13 && here.level > -13
  })
  await call.bye() // of the telephone behind Kamailio
  await out.over()
})

test('RFC 3261 §16.12 a call from behind Kamailio; our BYE takes the way by its Record-Route', async (t) => {
  const phone = await behind(t)
  await phone.register()
  const other = await aPhone(t, server, bob)
  const out = await phone.call(bob)
  const call = await other.incoming()
  call.answer()
  await out.answered()
  const [answer] = out.responses.filter((response) => statusOf(response) === 200)
  t.match(answer && header(answer, 'Record-Route'), `${proxy.address}:${proxy.port}`)
  await call.bye()
  await out.over()
  const bye = out.requests.find(({ start }) => start.startsWith('BYE '))
  t.equal(bye && headersOf(bye, 'Via').length, 2, 'it came through Kamailio')
})

test('a call from behind Kamailio that nobody answers is cancelled through it', async (t) => {
  const phone = await behind(t)
  await phone.register()
  const other = await aPhone(t, server, bob)
  const out = await phone.call(bob)
  const call = await other.incoming()
  call.ring()
  await out.status(180)
  t.equal(statusOf(await out.cancel()), 200)
  await call.over()
  t.equal(statusOf(await out.status(300)), 487)
})
