/** SECURITY 16: what anybody puts into a field or a SIP header is shown as what it is. */
import t from 'tap'
import type { ModelField, ModelSection } from '../../firmware/web/contract.ts'
import { RtpPhone } from '../peers/rtp-phone.ts'
import { aClaimedUnit, ask, type Unit, visit } from './unit.ts'

t.setTimeout(600_000)

const SHORT = '<img src=x onerror=alert(1)>'
const LONG = `${SHORT}"'><script>alert(2)</script>{{7*7}}\${alert(3)}<svg/onload=alert(4)>`

type Stored = Readonly<Record<string, unknown>> & { readonly id: string }

/** Writes it into every text of every object that takes it. @returns how many fields took it */
async function poison({ page }: Unit): Promise<number> {
  let taken = 0
  for (const { section, singleton, fields } of await ask<ModelSection[]>(page, 'GET', '/model')) {
    const { items } = await ask<{ items: readonly Stored[] }>(page, 'GET', `/config/${section}`)
    for (const { id } of items.slice(0, 3)) {
      const path = `/config/${section}/${singleton ? section : id}`
      for (const field of fields.filter(isText)) {
        if (await takes(ask(page, 'PATCH', path, { [field.name]: fitting(field) }))) taken++
      }
    }
  }
  return taken
}

function isText({ kind, mayChange, name }: ModelField): boolean {
  return kind === 'text' && mayChange && name !== 'login'
}

function fitting({ max = 64 }: ModelField): string {
  return (max < LONG.length ? SHORT : LONG).slice(0, max)
}

/** Whether it was accepted; many fields have a grammar that refuses it, which is as good. */
async function takes(change: Promise<unknown>): Promise<boolean> {
  try {
    await change
    return true
  } catch {
    return false
  }
}

t.test('SECURITY 16: every text of every form, and what telephones say, stays text', async (t) => {
  const unit = await aClaimedUnit(t)
  const { server, page, complaints } = unit
  const secret = await server.secretOf('101')
  const taken = await poison(unit)
  t.ok(taken >= 5, `${taken} fields took it`)

  // A telephone that calls itself so, and a caller's name.
  const phone = await RtpPhone.open({ user: '101', password: secret, server: server.sip })
  t.teardown(() => phone.close())
  await phone.request('REGISTER', `sip:${server.sip.address}:${server.sip.port}`, {
    to: `<${phone.aor}>`,
    headers: [
      ['Contact', phone.contact],
      ['Expires', '300'],
      ['User-Agent', LONG],
    ],
  })
  t.match(JSON.stringify(await ask(page, 'GET', '/phones')), SHORT, 'it is told as it came')
  const call = await phone.call('100', [
    ['P-Asserted-Identity', `"${SHORT}" <sip:101@example.test>`],
  ])
  await call.answered()

  const { items } = await ask<{ items: readonly Stored[] }>(page, 'GET', '/config/users')
  const live = await ask<readonly { readonly call: string }[]>(page, 'GET', '/calls')
  const pages = [
    ...['/', '/people', '/people/new', '/phones', '/lines', '/call-flow', '/activity'],
    ...['/activity/records', '/activity/events', '/network', '/system', '/system/certificate'],
    ...['/system/access', '/history', '/account', '/portal'],
    ...items.map(({ id }) => `/people/${id}`),
    ...live.map((one) => `/calls/${one.call}`),
    ...(await ask<ModelSection[]>(page, 'GET', '/model')).map((one) => `/settings/${one.section}`),
  ]
  let shown = 0
  for (const path of pages) {
    await visit(unit, path)
    t.equal(await page.locator('img[src="x"], svg[onload], main script').count(), 0, path)
    if ((await page.content()).includes('&lt;img src=x')) shown++
  }
  t.ok(shown >= 4, `${shown} pages showed it as text`)
  t.strictSame(complaints, [], 'no dialog, no script, no hurt policy')
  await call.bye()
})
