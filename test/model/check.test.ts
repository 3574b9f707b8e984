import t from 'tap'
import { AnalogHandset } from '../../firmware/model/analog-handset.ts'
import { check } from '../../firmware/model/check.ts'
import { complete } from '../../firmware/model/complete.ts'
import { DialPlan } from '../../firmware/model/dial-plan.ts'
import type { Entity } from '../../firmware/model/entity.ts'
import { Extension } from '../../firmware/model/extension.ts'
import { FxoLine } from '../../firmware/model/fxo-line.ts'
import { Handset } from '../../firmware/model/handset.ts'
import { sentence } from '../../firmware/model/problem.ts'
import { ServerSettings } from '../../firmware/model/server-settings.ts'
import { Site } from '../../firmware/model/site.ts'
import { User } from '../../firmware/model/user.ts'

const ID = '01a2047e-1fc7-701c-8bca-08b52e1dee77'

function complaints(entity: Entity, values: Record<string, unknown>): string[] {
  return check(
    entity,
    complete(entity.fields, values, () => 'invented'),
  ).map(sentence)
}

t.test('EXT-7 a wrong number is told with field, value and remedy', async (t) => {
  t.strictSame(complaints(Extension, { number: '1x1' }), [
    "extension 1x1, field number: '1x1' is not a number of 3 to 6 digits. Use digits only.",
  ])
  for (const wrong of [
    '12',
    '1234567',
    '',
    ' 101',
    '101 ',
    '１０１',
    '1\n1',
    '-101',
    'x'.repeat(1e5),
  ]) {
    t.match(complaints(Extension, { number: wrong }), [/field number: '.*' is not a number/])
  }
  t.strictSame(complaints(Extension, { number: '007' }), [], 'leading zeros count')
})

t.test('every wrong field of an object is told at once, at any depth', async (t) => {
  const route = { attempts: [{ destinations: [{ handset: ID }, { handset: ID, rings: 99 }, {}] }] }
  t.strictSame(complaints(Extension, { number: 101, kind: 'usr', route, colour: 'red' }), [
    "extension 101, field number: '101' is not a number of 3 to 6 digits. Use digits only.",
    "extension 101, field kind: 'usr' is not one of 'user', 'system', 'test'. Use one of these.",
    "extension 101, field route.attempts[0].destinations[1].rings: '99' is not a whole number from 1 to 30. Give a number from 1 to 30.",
    'extension 101, field route.attempts[0].destinations[2]: it names nothing. Give exactly one of handset, analog.',
    'extension 101, field colour: there is no such field. Known are number, kind, description, owner, outsideCalls, route.',
  ])
})

t.test('ROUTE-5 a destination names exactly one telephone', async (t) => {
  const route = { attempts: [{ destinations: [{ handset: ID, analog: ID }, { analog: ID }] }] }
  t.strictSame(complaints(Extension, { number: '101', route }), [
    'extension 101, field route.attempts[0].destinations[0]: it names handset and analog. Give exactly one of handset, analog.',
  ])
})

t.test('ANLG-4, CO-5 a port is named by what it is', async (t) => {
  for (const port of ['fxs-1', 'fxs-120']) t.strictSame(complaints(AnalogHandset, { port }), [])
  for (const port of ['fxs-0', 'fxo-1', 'fxs1', '1', 'fxs-1 ', 'fxs-1000']) {
    t.match(complaints(AnalogHandset, { port }), [/field port: '.*' is not an FXS port/], port)
  }
  t.strictSame(complaints(FxoLine, { port: 'fxo-2' }), [])
  t.match(complaints(FxoLine, { port: 'fxs-2' }), [/field port: 'fxs-2' is not an FXO port/])
})

t.test('CO-14 to CO-17 the timers of a line have their defaults and ranges', async (t) => {
  const line = complete(FxoLine.fields, { port: 'fxo-1' }, () => '')
  t.match(line, { disconnectMs: 350, preDialMs: 500, dtmfOnMs: 100, dtmfGapMs: 100 })
  t.match(line, { inService: true, callerIdService: true, sendAsDialed: false, prefixDigits: '' })
  const wrong = { disconnectMs: 99, preDialMs: 5001, dtmfOnMs: 49, dtmfGapMs: 501 }
  t.equal(complaints(FxoLine, { port: 'fxo-1', ...wrong, silenceMinutes: 0 }).length, 5)
  t.match(complaints(FxoLine, { port: 'fxo-1', notes: 'x'.repeat(513) }), [/field notes/])
})

t.test('ANLG-7, ANLG-10 an analog handset has the defaults of the specification', async (t) => {
  const phone = complete(AnalogHandset.fields, { port: 'fxs-1' }, () => '')
  t.match(phone, { canPlaceCalls: true, canReceiveCalls: true })
  t.match(phone, { callerId: 'mdmf', autoDial: '', fax: false, flashMinMs: 300, flashMaxMs: 1000 })
  t.match(complaints(AnalogHandset, { port: 'fxs-1', flashMinMs: 700, flashMaxMs: 700 }), [
    /field flashMinMs: the shortest hook flash \(700 ms\) is not below/,
  ])
  t.match(complaints(AnalogHandset, { port: 'fxs-1', autoAnswerDigits: '$y1' }), [
    /field autoAnswerDigits: '\$y1' is not a DTMF string/,
  ])
})

t.test('EMER-1, EMER-2 the emergency number is 911, dialed directly', async (t) => {
  const plan = complete(DialPlan.fields, {}, () => '')
  t.match(plan, { emergencyNumber: '911', emergencyDirect: true, emergencyReleasesCalls: true })
  t.match(plan, { outsideDigit: '9', firstDigitSeconds: 15, interDigitSeconds: 4 })
  t.match(complaints(DialPlan, { emergencyNumber: '' }), [/field emergencyNumber: it is missing/])
  t.equal(complaints(DialPlan, { emergencyNumber: '91', outsideDigit: '#' }).length, 2)
})

t.test('a mistyped field is told with the one that was meant', async (t) => {
  const meant = (typed: string) => complaints(User, { login: 'a', lastName: 'b', [typed]: 'x' })
  t.match(meant('firstname'), [/Did you mean 'firstName'\?/])
  t.match(meant('langauge'), [/Did you mean 'language'\?/])
  t.match(meant('midleName'), [/Did you mean 'middleName'\?/])
  t.match(meant('pin'), [/Known are login, firstName/])
})

t.test('a wrong shape is told, not stumbled over', async (t) => {
  for (const route of ['x', 5, null, [], true, { attempts: 'x' }, { attempts: {} }]) {
    t.equal(complaints(Extension, { number: '101', route }).length, 1, JSON.stringify(route))
  }
  const attempts = Array.from({ length: 21 }, () => ({}))
  t.match(complaints(Extension, { number: '101', route: { attempts } }), [
    /field route\.attempts: a list of 21 is not a list of at most 20/,
  ])
})

t.test(
  'what strangers write comes into messages short and without control characters',
  async (t) => {
    const [text = ''] = complaints(User, { login: `\u001b[2J${'x'.repeat(200)}\n`, lastName: 'b' })
    t.notMatch(text, /\p{Cc}/u)
    t.ok(text.length < 250)
    const [field = ''] = complaints(User, { login: 'a', lastName: 'b', ['y\r\n'.repeat(99)]: 1 })
    t.notMatch(field, /\p{Cc}/u)
  },
)

t.test('GSIP-5 a secret never stands in a message', async (t) => {
  const text = complaints(Handset, { sipUser: '101', secret: 'geheim' }).join()
  t.match(text, /field secret: what is given is not a secret/)
  t.notMatch(text, /geheim/)
})

t.test('time zones are those that the machine knows, by name', async (t) => {
  const zone = (timeZone: string) => complaints(Site, { name: 'x', number: 1, timeZone }).length
  for (const right of ['UTC', 'America/New_York', 'America/Argentina/Buenos_Aires']) {
    t.equal(zone(right), 0, right)
  }
  for (const wrong of ['', '+02:00', 'Mars/Olympus', 'america', '../etc', 'x'.repeat(65)]) {
    t.equal(zone(wrong), 1, wrong)
  }
})

t.test('a user extension has an owner, the others have none', async (t) => {
  t.match(complaints(Extension, { number: '101', kind: 'user' }), [/field owner: a user extension/])
  t.match(complaints(Extension, { number: '101', kind: 'test', owner: ID }), [/field owner/])
  t.strictSame(complaints(Extension, { number: '101', kind: 'user', owner: ID }), [])
})

t.test('the three expiries of a registration stand in order', async (t) => {
  t.strictSame(complaints(ServerSettings, {}), [])
  t.match(complaints(ServerSettings, { sipUdpPorts: [5070, 5080, 5070] }), [
    /field sipUdpPorts: port 5070 is given twice. Remove one of the two./,
  ])
  t.match(complaints(ServerSettings, { sipTcpPorts: [1, 2, 3] }), [/sipTcpPorts/])
  t.match(complaints(ServerSettings, { externalAddress: '203.0.113' }), [/is not an IP address/])
  t.strictSame(complaints(ServerSettings, { externalAddress: '203.0.113.9' }), [])
  const noCertificate = '-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n'
  t.match(complaints(ServerSettings, { sipAuthorities: noCertificate }), [/cannot be read/])
  t.match(complaints(ServerSettings, { registrationSeconds: 3601 }), [
    /3601 s is not between the shortest \(60 s\) and the longest \(3600 s\)/,
  ])
})

t.test('VOIP-62, VOIP-64, VOIP-65, VOIP-66 what must restart for a setting to act', async (t) => {
  const { sipTrunkCalls, rtpDtmfPayload, rtpDscp, sipDscp } = ServerSettings.fields
  t.equal(ServerSettings.rules.restart, 'none', 'unless a field says so')
  t.equal(sipTrunkCalls.restart, undefined)
  t.equal(rtpDtmfPayload.restart, 'phones')
  t.equal(rtpDscp.restart, 'server')
  t.equal(sipDscp.restart, 'server')
})

t.test(
  'VOIP-7, VOIP-8 the settings have the defaults and ranges of the specification',
  async (t) => {
    const settings = complete(ServerSettings.fields, {}, () => 'realm.example')
    t.match(settings, { rtpDscp: 46, sipDscp: 24, rtpDtmfPayload: 101, registrationSeconds: 300 })
    t.equal(complaints(ServerSettings, { rtpDtmfPayload: 95, rtpDscp: 64, sipDscp: -1 }).length, 3)
    t.equal(complaints(ServerSettings, { rtpDtmfPayload: 101.5, rtpDscp: '46' }).length, 2)
  },
)
