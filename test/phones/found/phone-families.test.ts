import t from 'tap'
import { phoneOf } from '../../../firmware/phones/found/phone-families.ts'

const MAC = '001565aabbcc'

/** User-Agents as the families write them. */
const AGENTS: readonly (readonly [text: string, ...facts: (string | undefined)[]])[] = [
  ['Yealink SIP-T46G 28.81.0.110', 'Yealink', 'SIP-T46G', '28.81.0.110'],
  [`Yealink SIP-T54W 96.85.0.5 ${MAC}`, 'Yealink', 'SIP-T54W', '96.85.0.5', MAC],
  ['Grandstream GXP2160 1.0.9.132', 'Grandstream', 'GXP2160', '1.0.9.132'],
  ['PolycomVVX-VVX_410-UA/5.9.0.9373', 'Poly', 'VVX 410', '5.9.0.9373'],
  [`PolycomVVX-VVX_411-UA/5.9.5.0614_${MAC}`, 'Poly', 'VVX 411', '5.9.5.0614', MAC],
  ['PolycomSoundPointIP-SPIP_335-UA/4.0.8.1608', 'Poly', 'SPIP 335', '4.0.8.1608'],
  ['PolyEdge-Edge_E350-UA/8.0.1', 'Poly', 'Edge E350', '8.0.1'],
  ['snom370/8.7.5.35', 'Snom', '370', '8.7.5.35'],
  [`snomD385/10.1.73.16 ${MAC}`, 'Snom', 'D385', '10.1.73.16', MAC],
  ['Cisco/SPA504G-7.6.2c', 'Cisco', 'SPA504G', '7.6.2c'],
  ['Linksys/SPA942-6.1.5(a)', 'Cisco', 'SPA942', '6.1.5'],
  [`Cisco-CP-8851-3PCC/11.2.3_${MAC}`, 'Cisco', '8851-3PCC', '11.2.3', MAC],
  [`Fanvil X6U 2.4.12.4 ${MAC}`, 'Fanvil', 'X6U', '2.4.12.4', MAC],
  [`Htek UC926E V2.0.4.4.55 ${MAC}`, 'Htek', 'UC926E', '2.0.4.4.55', MAC],
  [`Mitel-5330-SIP-Phone 06.04.00.11 ${MAC}`, 'Mitel', '5330', '06.04.00.11', MAC],
  ['Mitel 6867i/4.2.0.181', 'Mitel', '6867i', '4.2.0.181'],
  ['Aastra 6757i/3.3.1.4358', 'Mitel', '6757i', '3.3.1.4358'],
  [`Panasonic_KX-HDV130/06.101 (${MAC})`, 'Panasonic', 'KX-HDV130', '06.101', MAC],
  [`Gigaset N870 IP PRO/83.V2.43.0+build.5f0a106;${MAC};Handset=50`, 'Gigaset', 'N870 IP PRO', '83.V2.43.0+build.5f0a106', MAC],
  ['C530 IP/42.250.00.000', 'Gigaset', 'C530 IP', '42.250.00.000'],
  ['AUDC-IPPhone-440HD/3.4.4', '400HD family', '440HD', '3.4.4'],
  ['LinphoneAndroid/4.6 (belle-sip)', 'Linphone', 'LinphoneAndroid', '4.6'],
  ['Linphone Desktop/4.2.5', 'Linphone', 'Linphone Desktop', '4.2.5'],
  ['Zoiper rev.11137', 'Zoiper', 'Zoiper', '11137'],
  ['Z 5.4.12 v2.10.13.2', 'Zoiper', 'Z', '5.4.12'],
  ['MicroSIP/3.21.3', 'MicroSIP', 'MicroSIP', '3.21.3'],
  ['baresip v3.20.0 (x86_64/linux)', 'baresip', 'baresip', '3.20.0'],
  ['Desk 4/1.2 00:15:65:AA:BB:CC', undefined, 'Desk', '4', MAC],
  ['Example/2.0', undefined, 'Example', '2.0'],
  ['Example/2.0 202309121200', undefined, 'Example', '2.0'],
  ['', undefined, undefined, undefined],
] // biome-ignore format: a table

t.test(
  'PNP-8 vendor, model, version and MAC address are read from the User-Agents of the common families',
  async (t) => {
    for (const [text, ...facts] of AGENTS) {
      const { vendor, model, version, mac } = phoneOf(text)
      t.strictSame([vendor, model, version, mac], [...facts, ...Array(4 - facts.length)], text)
    }
  },
)

t.test('SECURITY row 16 what a stranger writes there is short and inert', async (t) => {
  const hostile = [
    '\u001b[2J\u202eYealink',
    `Yealink ${'-'.repeat(60_000)}`,
    `snom${'a'.repeat(60_000)}`,
  ]
  for (const text of [...hostile, `Gigaset ${' a'.repeat(30_000)}`, `${'00:'.repeat(20_000)}`]) {
    const said = JSON.stringify(phoneOf(text))
    t.notMatch(said, /\\u|\u202e/)
    t.ok(said.length < 200, said)
  }
  t.equal(phoneOf('x ff:ff:ff:ff:ff:ff').mac, undefined, 'no device has the address of all')
  t.equal(phoneOf('x 00:00:00:00:00:00').mac, undefined)
})
