import { readFileSync } from 'node:fs'
import type { Test } from 'tap'
import type { Instance } from '../../firmware/demo/instance.ts'
import type { Flooded, FloodOptions } from '../peers/flood.ts'
import { flood } from '../peers/flood.ts'
import type { RtpPhone } from '../peers/rtp-phone.ts'
import { numberOf, office } from './an-office.ts'

/** An office that trusts nobody on loopback either. */
export const SUSPICIOUS = `${office(4)}settings: { sipAllowed: [] }\n`
/** One that bans nobody: what is left are the limits. */
export const UNARMED = `${office(4)}settings: { sipAllowed: [], sipBans: false }\n`
export const ATTACKER = '127.0.0.66'

/** Memory of the exchange that is no file's, in MB. */
export async function memoryMb(server: Instance): Promise<number> {
  const status = readFileSync(`/proc/${await server.pidOf('exchange')}/status`, 'utf8')
  return Number(/^RssAnon:\s+(\d+) kB/m.exec(status)?.[1]) / 1024
}

/** One telephone calls the other, and both talk. */
export async function aCallBetween(caller: RtpPhone, called: RtpPhone): Promise<void> {
  const out = await caller.call(numberOf(1))
  const back = await called.incoming()
  back.ring()
  await out.status(180)
  back.answer()
  await out.answered()
  await out.bye()
}

/** Where an attacker's transport comes in. */
export function doorOf(server: Instance, transport: FloodOptions['transport']) {
  if (transport === 'tls') return server.secure.sips
  if (transport !== 'wss') return server.sip
  const { hostname, port } = new URL(server.secure.wss)
  return { address: hostname, port: Number(port) }
}

export type Attack = Omit<FloodOptions, 'from'> & { readonly from?: string }

/** Floods, all at once, and telephones all the while; how many calls there were, and what came of each flood. */
export async function callsUnderFloods(
  [caller, called]: readonly [RtpPhone, RtpPhone],
  attacks: readonly Attack[],
): Promise<{ readonly calls: number; readonly flooded: readonly Flooded[] }> {
  let calls = 0
  let isOver = false
  const floods = attacks.map((attack) => flood({ from: ATTACKER, ...attack }))
  const flooding = Promise.all(floods).finally(() => {
    isOver = true
  })
  while (!isOver) {
    await aCallBetween(caller, called)
    calls++
  }
  return { calls, flooded: await flooding }
}

/** The same with one flood. */
export async function callsUnderFlood(
  phones: readonly [RtpPhone, RtpPhone],
  attack: Attack,
): Promise<{ readonly calls: number; readonly flooded: Flooded }> {
  const { calls, flooded } = await callsUnderFloods(phones, [attack])
  return { calls, flooded: flooded[0] as Flooded }
}

/** SECURITY row 7, where nothing is sent to who proves nothing. */
export function noAmplification(
  t: Test,
  { sent, received }: { readonly sent: number; readonly received: number },
): void {
  t.ok(received <= sent, `${received} octets came back for ${sent}`)
}
