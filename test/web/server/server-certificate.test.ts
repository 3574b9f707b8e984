import { execFileSync } from 'node:child_process'
import { createPrivateKey, X509Certificate } from 'node:crypto'
import { readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import t, { type Test } from 'tap'
import { systemClock } from '../../../firmware/clock/system-clock.ts'
import { VirtualClock } from '../../../firmware/clock/virtual-clock.ts'
import type { RaisedCondition } from '../../../firmware/conditions.ts'
import { silentLog } from '../../../firmware/log.ts'
import { readServedCredential, servedCredentialPath } from '../../../firmware/served-credential.ts'
import type { ShownServerCertificate } from '../../../firmware/web/contract.ts'
import { Certificates } from '../../../firmware/web/server/certificates.ts'
import { type Credential, issueLeaf, makeAuthority } from '../../../firmware/web/server/issue.ts'
import { ownEndpoints } from '../../../firmware/web/server/own-endpoints.ts'
import { ServerCertificate } from '../../../firmware/web/server/server-certificate.ts'
import { aDirectory } from '../../store/a-store.ts'
import { handshake } from './a-handshake.ts'
import { aServer } from './a-server.ts'

const DAY = 86_400_000
const TODAY = systemClock.now() // those who check a certificate look at the machine's own clock
const OWN = { dns: ['box.local', 'localhost'], ip: ['127.0.0.1', '192.0.2.20'] }
const NAMES = { dns: ['pbx.home.arpa'], ip: [] }

/** The certificate of a unit, its conditions and whom it tells. */
async function aUnit(
  t: Test,
  { data = aDirectory(t), clock = new VirtualClock(TODAY), roots = [] as readonly string[] } = {},
) {
  const environment = { data, bind: [] }
  const shared = { environment, clock, log: silentLog }
  const certificates = new Certificates({ ...shared, names: () => OWN })
  await certificates.start()
  t.teardown(() => certificates.stop())
  const raised = new Map<string, RaisedCondition>()
  const conditions = {
    raise: (condition: RaisedCondition) => void raised.set(condition.id, condition),
    clear: (id: string) => void raised.delete(id),
  }
  const unit = new ServerCertificate({ ...shared, certificates, conditions, roots })
  const heard: Credential[] = []
  unit.onChange((leaf) => heard.push(leaf))
  unit.start()
  t.teardown(() => unit.stop())
  return { unit, certificates, clock, data, raised, heard }
}

const issuing = (async () => {
  const ca = await makeAuthority(NAMES)
  return { ca, leaf: await issueLeaf(ca, NAMES, TODAY) }
})()

const openssl = (args: string[], input = '') =>
  execFileSync('openssl', args, { input, encoding: 'utf8', stdio: ['pipe', 'pipe', 'ignore'] })

/** A self-signed certificate that openssl makes, and its key. */
function selfSigned(t: Test, ...args: string[]) {
  const folder = aDirectory(t)
  const [key, certificate] = [`${folder}-key.pem`, `${folder}-cert.pem`]
  const common = ['-nodes', '-keyout', key, '-out', certificate, '-days', '90']
  openssl(['req', '-x509', ...args, ...common])
  return { certificate: readFileSync(certificate, 'utf8'), key: readFileSync(key, 'utf8') }
}
const SUBJECT = ['-subj', '/CN=pbx.home.arpa', '-addext', 'subjectAltName=DNS:pbx.home.arpa']

t.test(
  'WEB-22: an installed certificate serves instead of the unit’s own, until removed',
  async (t) => {
    const { unit, heard, certificates } = await aUnit(t)
    const { ca, leaf } = await issuing
    t.match(unit.shown(), { source: 'unit', names: ['box.local', 'localhost', ...OWN.ip] })
    const installed = unit.install({
      certificate: leaf.certificate + ca.certificate,
      key: leaf.key,
    })
    t.ok(installed.ok)
    t.match(unit.shown(), {
      source: 'installed',
      names: ['pbx.home.arpa'],
      subject: 'CN=pbx.home.arpa',
      fingerprint: new X509Certificate(leaf.certificate).fingerprint256,
      caFingerprint: certificates.offer.caFingerprint,
    })
    t.equal(heard.length, 2)
    t.equal(await handshake(unit.leaf, ca, 'pbx.home.arpa'), 'trusted')
    unit.remove()
    t.equal(unit.leaf, certificates.leaf)
    t.match(unit.shown(), { source: 'unit' })
    t.equal(heard.length, 3)
  },
)

t.test(
  'WEB-20: an installed certificate stays over a restart, for nobody else to read',
  async (t) => {
    const { leaf } = await issuing
    const first = await aUnit(t)
    first.unit.install({ certificate: leaf.certificate, key: leaf.key })
    for (const name of ['installed.json', 'served.json']) {
      t.equal(statSync(join(first.data, 'web', name)).mode & 0o777, 0o600, name)
    }
    const again = await aUnit(t, { data: first.data })
    t.match(again.unit.shown(), { source: 'installed' })
    t.match(readServedCredential(first.data)?.certificate, leaf.certificate)
    t.equal(servedCredentialPath(first.data), join(first.data, 'web', 'served.json'))
    again.unit.remove()
    t.not(readServedCredential(first.data)?.certificate, leaf.certificate)
    t.match((await aUnit(t, { data: first.data })).unit.shown(), { source: 'unit' })
  },
)

t.test(
  'a certificate near its end is told, one that ended gives way to the unit’s own',
  async (t) => {
    const { leaf } = await issuing
    const first = await aUnit(t)
    first.unit.install({ certificate: leaf.certificate, key: leaf.key })
    const ends = new X509Certificate(leaf.certificate).validToDate.getTime()
    const at = (time: number) => aUnit(t, { data: first.data, clock: new VirtualClock(time) })
    t.equal((await at(ends - 22 * DAY)).raised.size, 0)
    const near = await at(ends - 20 * DAY)
    t.match(near.raised.get('certificate'), { severity: 'warning', effect: /ends on \d{4}-/ })
    t.match(near.unit.shown(), { source: 'installed' })

    const last = await at(ends - 90_000)
    t.match(last.unit.shown(), { source: 'installed' })
    await last.clock.advance(180_000)
    t.match(last.unit.shown(), { source: 'unit' }, 'while it runs')
    t.equal(last.heard.at(-1), last.unit.leaf)
    const raised = last.raised.get('certificate')
    t.match(raised, { effect: /ended on/, remedy: /Install a new one/ })
    last.unit.remove()
    t.equal(last.raised.size, 0)
  },
)

t.test('one that cannot be read gives way to the unit’s own, and is told', async (t) => {
  const { leaf } = await issuing
  const first = await aUnit(t)
  first.unit.install({ certificate: leaf.certificate, key: leaf.key })
  const path = join(first.data, 'web', 'installed.json')
  const whole = readFileSync(path, 'utf8')
  const broken = [
    whole.slice(0, whole.length / 2),
    '{}',
    '[]',
    JSON.stringify({ ...leaf, key: first.certificates.leaf.key }),
  ]
  for (const text of broken) {
    writeFileSync(path, text)
    const { unit, raised } = await aUnit(t, { data: first.data })
    t.match(unit.shown(), { source: 'unit' })
    t.match(raised.get('certificate'), { effect: /cannot be read/, remedy: /Install it again/ })
  }
})

t.test('what does not fit is refused with its field and what to do', async (t) => {
  const { unit } = await aUnit(t)
  const { ca, leaf } = await issuing
  const other = await makeAuthority(NAMES)
  const old = await issueLeaf(ca, NAMES, TODAY)
  const { certificate, key } = leaf
  const refused = (given: Parameters<typeof unit.install>[0], field: string, what: RegExp) => {
    const answer = unit.install(given)
    t.match(answer, { ok: false, error: [{ field, what, remedy: /\w/ }] }, String(what))
  }
  refused({ certificate: '', key }, 'certificate', /no certificate in PEM/)
  refused({ certificate: certificate.slice(0, 300), key }, 'certificate', /no certificate/)
  refused({ certificate: certificate.replace(/M/g, '!'), key }, 'certificate', /damaged/)
  refused({ certificate: certificate + key, key }, 'certificate', /private key/)
  refused({ certificate: certificate.repeat(11), key }, 'certificate', /too many/)
  refused({ certificate }, 'key', /no request waits/)
  refused({ certificate, key: 'x' }, 'key', /no private key/)
  refused({ certificate, key: other.key }, 'key', /not the key of this/)
  refused({ certificate: ca.certificate + certificate, key }, 'certificate', /did not issue/)
  refused({ certificate: certificate + other.certificate, key }, 'certificate', /did not issue/)
  const late = await aUnit(t, { clock: new VirtualClock(TODAY + 500 * DAY) })
  t.match(late.unit.install({ certificate: old.certificate, key: old.key }), {
    error: [{ field: 'certificate', what: /ended on/ }],
  })
  const weak = selfSigned(t, '-newkey', 'rsa:1024', ...SUBJECT)
  refused(weak, 'certificate', /1024 bits/)
  const odd = selfSigned(t, '-newkey', 'ed25519', ...SUBJECT)
  refused(odd, 'certificate', /ed25519/)
  const nameless = selfSigned(t, '-newkey', 'rsa:2048', '-subj', '/CN=pbx.home.arpa')
  refused(nameless, 'certificate', /names no server/)
  const usage = ['-addext', 'extendedKeyUsage=clientAuth']
  refused(selfSigned(t, '-newkey', 'rsa:2048', ...SUBJECT, ...usage), 'certificate', /not for serv/)
  refused(selfSigned(t, '-newkey', 'rsa:2048', '-sha1', ...SUBJECT), 'certificate', /sha1/i)
  t.match(unit.shown(), { source: 'unit' }, 'and nothing changed')
  t.ok(unit.install(selfSigned(t, '-newkey', 'rsa:2048', ...SUBJECT)).ok, 'RSA with 2048 is right')
})

t.test('an encrypted key takes its password', async (t) => {
  const { unit } = await aUnit(t)
  const { certificate, key } = (await issuing).leaf
  const locked = createPrivateKey(key).export({
    type: 'pkcs8',
    format: 'pem',
    cipher: 'aes-256-cbc',
    passphrase: 'a secret',
  }) as string
  for (const keyPassword of [undefined, 'wrong']) {
    t.match(unit.install({ certificate, key: locked, keyPassword }), {
      error: [{ field: 'keyPassword' }],
    })
  }
  t.ok(unit.install({ certificate, key: locked, keyPassword: 'a secret' }).ok)
  t.notMatch(unit.leaf.key, /ENCRYPTED/)
})

t.test(
  'WEB-27: a request has names and organisation, its key stays here and meets its certificate',
  async (t) => {
    const first = await aUnit(t)
    const asked = {
      commonName: 'pbx.home.arpa',
      organization: 'Acme, Inc. + Söhne',
      country: 'US',
      includeAddresses: true,
    }
    for (const keyType of ['ec', 'rsa'] as const) {
      const pem = await first.unit.request({ ...asked, keyType })
      const text = openssl(['req', '-noout', '-text', '-verify', '-nameopt', 'utf8'], pem)
      t.match(text, /pbx\.home\.arpa/)
      t.match(text, /Acme.{1,3}Inc. .{0,2}\+ S/)
      t.match(text, /DNS:pbx\.home\.arpa, IP Address:192\.0\.2\.20/)
      t.notMatch(text, /127\.0\.0\.1/)
      t.match(text, keyType === 'ec' ? /prime256v1/ : /2048 bit/)
      t.notMatch(pem, /PRIVATE/)
    }
    t.equal(statSync(join(first.data, 'web', 'request.json')).mode & 0o777, 0o600)
    const { unit } = await aUnit(t, { data: first.data })
    t.match(unit.shown(), { requested: { commonName: 'pbx.home.arpa', at: TODAY } })

    const { leaf } = await issuing
    t.match(unit.install({ certificate: leaf.certificate }), {
      error: [{ field: 'certificate', what: /not for the request/ }],
    })
    const folder = aDirectory(t)
    const ca = selfSigned(t, '-newkey', 'rsa:2048', '-subj', '/CN=A CA')
    writeFileSync(`${folder}.ca`, ca.certificate + ca.key)
    const kept = JSON.parse(readFileSync(join(first.data, 'web', 'request.json'), 'utf8'))
    const signed = openssl(
      ['x509', '-req', '-CA', `${folder}.ca`, '-copy_extensions', 'copy', '-days', '90'],
      kept.pem,
    )
    t.ok(unit.install({ certificate: signed + ca.certificate }).ok)
    t.match(unit.shown(), { source: 'installed', requested: undefined })
    t.equal(
      await handshake(unit.leaf, { ...unit.leaf, certificate: ca.certificate }, 'pbx.home.arpa'),
      'trusted',
    )
  },
)

t.test('SECURITY 11 HSTS only where browsers trust the certificate by themselves', async (t) => {
  const { ca, leaf } = await issuing
  const { unit } = await aUnit(t, { roots: [ca.certificate] })
  const server = await aServer(t, {
    own: [ownEndpoints],
    parts: {
      serverCertificate: () => unit,
      certificate: {
        ...unit.offer,
        get publiclyTrusted() {
          return unit.offer.publiclyTrusted ?? false
        },
      },
    },
  })
  const hsts = async (path: string) =>
    (await server.browser().request('GET', path)).headers['strict-transport-security']
  t.equal(await hsts('session'), undefined)
  unit.install({ certificate: leaf.certificate, key: leaf.key })
  for (const path of ['session', '/nowhere', '/%ZZ', 'tokens']) {
    t.equal(await hsts(path), 'max-age=2592000', path)
  }
  const other = selfSigned(t, '-newkey', 'rsa:2048', ...SUBJECT)
  unit.install(other)
  t.equal(await hsts('session'), undefined, 'self-signed')
  unit.remove()
  t.equal(await hsts('session'), undefined)
})

t.test(
  'WEB-24 to WEB-29 by the API: shown, requested, installed, reset; never the key',
  async (t) => {
    const { unit } = await aUnit(t)
    const server = await aServer(t, {
      own: [ownEndpoints],
      parts: { serverCertificate: () => unit },
    })
    const admin = server.browser()
    await admin.signIn()
    const bad = {
      commonName: 'no name!',
      country: 'usa',
      city: 'a "b"',
      email: 'x',
      includeAddresses: false,
    }
    const refused = await admin.request('POST', 'certificate/request', bad)
    t.match(
      [refused.statusCode, refused.json()],
      [
        422,
        {
          code: 'refused',
          problems: [
            { field: 'commonName' },
            { field: 'city' },
            { field: 'country' },
            { field: 'country' },
            { field: 'email' },
          ],
        },
      ],
    )
    const asked = await admin.request('POST', 'certificate/request', {
      commonName: 'a.b',
      includeAddresses: false,
    })
    t.match(asked.json(), { pem: /^-----BEGIN CERTIFICATE REQUEST-----/ })
    t.match((await admin.request('GET', 'certificate')).json(), {
      requested: { commonName: 'a.b' },
    })
    await admin.request('DELETE', 'certificate/request')
    t.match((await admin.request('GET', 'certificate')).json(), { requested: undefined })
    const { certificate, key } = (await issuing).leaf
    const put = await admin.request('PUT', 'certificate', { certificate, key })
    t.match(put.json() as ShownServerCertificate, { source: 'installed', names: ['pbx.home.arpa'] })
    const wrong = await admin.request('PUT', 'certificate', { certificate, key: 'x' })
    t.match(wrong.json(), { problems: [{ field: 'key' }] })
    const events = JSON.stringify(server.store.records.table('admin-events').get('000000000002'))
    for (const text of [asked.body, put.body, events]) t.notMatch(text, /PRIVATE/)
    t.match((await admin.request('DELETE', 'certificate')).json(), { source: 'unit' })
  },
)
