import { readdirSync, utimesSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { User } from '../../../../firmware/model/user.ts'
import { cleanPhoto } from '../../../../firmware/web/api/photos/clean-photo.ts'
import { PhotoShelf } from '../../../../firmware/web/api/photos/photo-shelf.ts'
import type { Kept } from '../../../../firmware/web/contract.ts'
import { change } from '../../../store/a-store.ts'
import { anApi, type Page } from '../an-api.ts'
import { aPng, comment, JPEG, withSegment } from './pictures.ts'

const kept = (given: Buffer) => {
  const clean = cleanPhoto(given)
  return clean.ok ? clean.value.bytes : undefined
}

t.test(
  'SECURITY 13: a picture keeps what draws it, and nothing that was hidden in it',
  async (t) => {
    t.match(cleanPhoto(aPng()), { ok: true, value: { type: 'image/png' } })
    t.match(cleanPhoto(JPEG), { ok: true, value: { type: 'image/jpeg' } })
    const png = kept(
      Buffer.concat([
        aPng(4, 4, [comment('<script>alert(1)</script>')]),
        Buffer.from('PK\x03\x04zip'),
      ]),
    )
    t.same(png, aPng(), 'as it is without')
    const plain = kept(JPEG)
    for (const [what, given] of [
      ['EXIF with the place', withSegment(0xe1, 'Exif\0\0GPS 48.2 16.3')],
      ['a comment', withSegment(0xfe, '<?php system($_GET["c"]) ?>')],
      ['a profile', withSegment(0xe2, 'ICC_PROFILE\0')],
      ['what stands behind its end', Buffer.concat([JPEG, Buffer.from('<html>')])],
    ] as const) {
      t.same(kept(given), plain, what)
    }
    t.same(kept(plain ?? JPEG), plain, 'cleaning again changes nothing')
  },
)

t.test('SECURITY 13: by what it is, not by what it is called; bounded', async (t) => {
  for (const [what, given] of [
    ['an SVG', Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>')],
    ['a GIF', Buffer.from('GIF89a\x01\x00\x01\x00', 'latin1')],
    ['a page', Buffer.from('<!doctype html><script>1</script>')],
    ['a program', Buffer.from('\x7fELF')],
    ['two bytes', Buffer.from([0xff, 0xd8])],
    ['one byte', Buffer.from([0x89])],
    ['a PNG of 20,000 pixels a side', aPng(20_000, 20_000)],
    ['a PNG of none', aPng(0, 4)],
    ['the first half of a JPEG', JPEG.subarray(0, JPEG.length / 2)],
  ] as const) {
    t.equal(kept(given), undefined, what)
  }
  const wrongCrc = aPng()
  wrongCrc[20] = 1
  t.equal(kept(wrongCrc), undefined, 'a PNG that was altered')
  const wide = Buffer.from(JPEG)
  wide.writeUInt16BE(9000, wide.indexOf(Buffer.from([0xff, 0xc0])) + 7)
  t.equal(kept(wide), undefined, 'a JPEG of 9,000 pixels')
})

t.test(
  'SECURITY 13: every cut and every flipped octet is taken or refused, never thrown at',
  async (t) => {
    for (const whole of [JPEG, aPng(4, 4, [comment('x')])]) {
      for (let at = 0; at < whole.length; at++) {
        cleanPhoto(whole.subarray(0, at))
        for (const value of [0, 0xff, (whole[at] ?? 0) ^ 0x10]) {
          const bent = Buffer.from(whole)
          bent[at] = value
          cleanPhoto(bent)
        }
      }
    }
    t.pass()
  },
)

async function send(page: Page, method: 'POST' | 'PUT', path: string, octets: Buffer) {
  const answer = await page.browser.request(method, path, octets, {
    'content-type': 'application/octet-stream',
  })
  return { status: answer.statusCode, body: answer.json() as Kept & { code?: string } }
}

t.test(
  'PCON-10 USER-13: a photo is put, named by the contact, shown, undone, and swept when nobody has it',
  async (t) => {
    const { admin, as, clock, data, store } = await anApi(t)
    const contact = await admin.create('publicContacts', {
      speedDial: '250',
      phoneNumber: '915551234',
    })
    const { status, body } = await send(admin, 'POST', 'photos', withSegment(0xe1, 'Exif\0\0GPS'))
    t.equal(status, 200)
    const { photo } = body
    const { revision } = (await admin.patch('publicContacts', contact, { photo })).body
    const plain = await as('plain')
    const shown = await plain.browser.request('GET', `photos/${photo}`)
    t.match(shown.headers, {
      'content-type': 'image/jpeg',
      'x-content-type-options': 'nosniff',
      'content-security-policy': /default-src 'none'; sandbox/,
    })
    t.notMatch(shown.rawPayload.toString('latin1'), /GPS/)
    t.equal((await plain.browser.request('GET', `photos/${'0'.repeat(64)}`)).statusCode, 404)
    t.equal((await plain.browser.request('GET', 'photos/..%2f..%2funit.key')).statusCode, 404)
    t.equal((await send(admin, 'POST', 'photos', Buffer.from('GIF89a'))).status, 422)
    t.equal((await send(await as('net', 'network-admin'), 'POST', 'photos', JPEG)).status, 403)

    await admin.ask('POST', `history/${revision}/undo`)
    const names = () => readdirSync(join(data, 'photos'))
    const [file = ''] = names()
    utimesSync(join(data, 'photos', file), clock.now() / 1000, clock.now() / 1000)
    const sweep = (days: number) =>
      new PhotoShelf(data, { now: () => clock.now() + days * 86_400_000 }).sweep(store)
    sweep(20)
    t.equal(names().length, 1, 'undo could bring it back')
    sweep(31)
    t.equal(names().length, 0)
  },
)

t.test('USET-14: somebody changes their own photo only if they may', async (t) => {
  const { as, store } = await anApi(t)
  const ada = await as('ada')
  t.equal((await send(ada, 'PUT', 'me/photo', JPEG)).status, 403)
  const id = store.find(User, 'login', 'ada')?.id ?? ''
  change(store, (edit) => edit.update(User, id, { ownPhoto: true }))
  const { photo } = (await send(ada, 'PUT', 'me/photo', JPEG)).body
  t.equal(store.get(User, id)?.photo, photo)
  t.equal((await ada.ask('DELETE', 'me/photo')).status, 200)
  t.equal(store.get(User, id)?.photo, '')
})
