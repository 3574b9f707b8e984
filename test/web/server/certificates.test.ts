import { X509Certificate } from 'node:crypto'
import { chmodSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import t, { type Test } from 'tap'
import { systemClock } from '../../../firmware/clock/system-clock.ts'
import { VirtualClock } from '../../../firmware/clock/virtual-clock.ts'
import { silentLog } from '../../../firmware/log.ts'
import { Certificates } from '../../../firmware/web/server/certificates.ts'
import {
  type Credential,
  EARLIEST,
  issueLeaf,
  makeAuthority,
} from '../../../firmware/web/server/issue.ts'
import { type Names, ownNames } from '../../../firmware/web/server/names.ts'
import { aDirectory } from '../../store/a-store.ts'
import { handshake } from './a-handshake.ts'

const DAY = 86_400_000
const HOME: Names = { dns: ['box', 'box.local', 'localhost'], ip: ['127.0.0.1', '192.0.2.20'] }
const MOVED: Names = { ...HOME, ip: ['127.0.0.1', '198.51.100.3'] }

/** Certificates of a unit whose names a test changes. */
async function someCertificates(t: Test, data = aDirectory(t), clock = aClock()) {
  const unit = { names: HOME }
  const certificates = new Certificates({
    environment: { data, bind: [] },
    clock,
    log: silentLog,
    names: () => unit.names,
  })
  const issued: Credential[] = []
  certificates.onChange((leaf) => issued.push(leaf))
  await certificates.start()
  t.teardown(() => certificates.stop())
  return { certificates, issued, unit, data, clock }
}

/** Of today: those who check a certificate look at the machine's own clock. */
const TODAY = systemClock.now()
function aClock(): VirtualClock {
  return new VirtualClock(TODAY)
}

/** Lets a minute pass, and what is made meanwhile in other threads. */
async function look(clock: VirtualClock, until: () => boolean): Promise<void> {
  for (let minute = 0; minute < 200 && !until(); minute++) {
    await clock.advance(60_000)
    await new Promise((done) => setTimeout(done, 10))
  }
}

t.test(
  'a certificate is for the host name, its .local name, localhost and all addresses',
  async (t) => {
    const { certificates, clock } = await someCertificates(t)
    const leaf = new X509Certificate(certificates.leaf.certificate)
    const ca = new X509Certificate(certificates.offer.caPem)
    for (const name of HOME.dns) t.equal(leaf.checkHost(name), name)
    for (const address of HOME.ip) t.equal(leaf.checkIP(address), address)
    t.equal(leaf.checkHost('elsewhere'), undefined)
    t.ok(leaf.verify(ca.publicKey) && leaf.checkIssued(ca) && !leaf.ca && ca.ca)
    const [from, to] = [leaf.validFromDate.getTime(), leaf.validToDate.getTime()]
    t.ok(from < clock.now() && to > clock.now() + 300 * DAY && to - from <= 390 * DAY)
    t.match(certificates.offer, {
      names: [...HOME.dns, ...HOME.ip],
      notAfter: to,
      caFingerprint: ca.fingerprint256,
    })
    t.match(ca.fingerprint256, /^([0-9A-F]{2}:){31}[0-9A-F]{2}$/)
  },
)

t.test('keys are for nobody else to read', async (t) => {
  const { data } = await someCertificates(t)
  t.equal(statSync(join(data, 'web')).mode & 0o777, 0o700)
  t.strictSame(readdirSync(join(data, 'web')).sort(), ['authority.json', 'certificate.json'])
  for (const name of readdirSync(join(data, 'web'))) {
    t.equal(statSync(join(data, 'web', name)).mode & 0o777, 0o600, name)
  }
})

t.test('CA and certificate stay over a restart', async (t) => {
  const { certificates, data, clock } = await someCertificates(t)
  const again = await someCertificates(t, data, clock)
  t.strictSame(again.certificates.leaf, certificates.leaf)
  t.strictSame(again.certificates.offer, certificates.offer)
  t.equal(again.issued.length, 0)
})

t.test('another address takes another certificate, of the same CA, while it runs', async (t) => {
  const { certificates, issued, unit, clock } = await someCertificates(t)
  const { caFingerprint } = certificates.offer
  unit.names = MOVED
  await look(clock, () => issued.length > 1)
  t.equal(issued.length, 2)
  const leaf = new X509Certificate(certificates.leaf.certificate)
  t.equal(leaf.checkIP('198.51.100.3'), '198.51.100.3')
  t.equal(leaf.checkIP('192.0.2.20'), undefined)
  t.equal(certificates.offer.caFingerprint, caFingerprint)
  await look(clock, () => issued.length > 2)
  t.equal(issued.length, 2, 'and then no more')
})

t.test('a certificate near its end is replaced, and one from a clock that was wrong', async (t) => {
  const { certificates, data } = await someCertificates(t)
  const first = certificates.leaf
  const soon = await someCertificates(t, data, new VirtualClock(TODAY + 350 * DAY))
  t.equal(soon.certificates.leaf.certificate, first.certificate)
  const late = await someCertificates(t, data, new VirtualClock(TODAY + 360 * DAY))
  t.not(late.certificates.leaf.certificate, first.certificate)
  const back = await someCertificates(t, data, aClock())
  const leaf = new X509Certificate(back.certificates.leaf.certificate)
  t.ok(leaf.validFromDate.getTime() < TODAY)
})

t.test('a unit that does not know the time has a certificate of the present', async (t) => {
  const { certificates } = await someCertificates(t, undefined, new VirtualClock(0))
  const leaf = new X509Certificate(certificates.leaf.certificate)
  t.ok(leaf.validToDate.getTime() > EARLIEST + 300 * DAY)
})

t.test('a CA is good for no name outside the local network', async (t) => {
  const ca = await makeAuthority(HOME)
  const evil = { dns: ['bank.example', 'localhost'], ip: [] }
  const leaf = await issueLeaf(ca, evil, TODAY)
  t.match(await handshake(leaf, ca, 'bank.example'), /permitted subtree violation/)
  t.equal(await handshake(await issueLeaf(ca, HOME, TODAY), ca, 'localhost'), 'trusted')
})

t.test('a host name that the CA is not good for takes another CA', async (t) => {
  const { certificates, issued, unit, clock } = await someCertificates(t)
  const { caFingerprint } = certificates.offer
  unit.names = { ...HOME, dns: ['localhost', 'pbx.example.com', 'pbx.local'] }
  await look(clock, () => issued.length > 1)
  t.not(certificates.offer.caFingerprint, caFingerprint)
  const ca = { ...certificates.leaf, certificate: certificates.offer.caPem }
  t.equal(await handshake(certificates.leaf, ca, 'pbx.example.com'), 'trusted')
})

t.test('half a file is made anew', async (t) => {
  const { certificates, data } = await someCertificates(t)
  const path = join(data, 'web', 'certificate.json')
  const whole = readFileSync(path, 'utf8')
  chmodSync(path, 0o600)
  writeFileSync(path, whole.slice(0, whole.length / 2))
  const again = await someCertificates(t, data)
  t.equal(again.certificates.offer.caFingerprint, certificates.offer.caFingerprint)
  t.not(again.certificates.leaf.certificate, certificates.leaf.certificate)
})

t.test('own names are fit for a certificate', async (t) => {
  const { dns, ip } = ownNames(['127.0.0.1', '0.0.0.0', '::1'])
  t.ok(dns.includes('localhost') && ip.includes('127.0.0.1') && ip.includes('::1'))
  t.notOk(ip.includes('0.0.0.0'))
  t.ok(dns.every((name) => /^[a-z0-9.-]+$/.test(name)))
  const ca = await makeAuthority({ dns, ip })
  t.equal(await handshake(await issueLeaf(ca, { dns, ip }, TODAY), ca, 'localhost'), 'trusted')
})
