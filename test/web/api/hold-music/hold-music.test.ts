import { mkdirSync, readdirSync, readFileSync, utimesSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { MusicShelf } from '../../../../firmware/web/api/hold-music/music-shelf.ts'
import type { KeptMusic, MusicStorage } from '../../../../firmware/web/contract.ts'
import { anApi, type Page } from '../an-api.ts'
import { rawMuLaw, tone, wavFile } from './recordings.ts'

const MUSIC = wavFile(tone(44_100), { rate: 44_100, channels: 2 })

async function upload(page: Page, octets: Buffer, how = '') {
  const answer = await page.browser.request('POST', `hold-music${how}`, octets, {
    'content-type': 'application/octet-stream',
  })
  return { status: answer.statusCode, body: answer.json() as KeptMusic & { text?: string } }
}

t.test(
  'MOH-6, MOH-10, MOH-11: music is uploaded, converted, named, heard, undone and swept',
  async (t) => {
    const { admin, as, clock, data, store } = await anApi(t)
    const { status, body } = await upload(admin, MUSIC, '?level=1')
    t.equal(status, 200)
    t.match(body, { recording: /^[0-9a-f]{64}$/, levelDbm0: -22 })
    t.ok(Math.abs(body.seconds - 1) < 0.01)
    const made = await admin.ask('POST', 'config', {
      changes: [
        {
          do: 'create',
          section: 'holdMusic',
          id: 'new:1',
          values: { name: 'spring', recording: body.recording },
        },
        { do: 'update', section: 'settings', id: 'settings', values: { ownMusic: 'new:1' } },
      ],
    })
    t.equal(made.status, 200)
    const heard = await admin.browser.request('GET', `hold-music/${body.recording}`)
    t.match(heard.headers, {
      'content-type': 'audio/wav',
      'content-security-policy': /default-src 'none'; sandbox/,
    })
    t.equal(heard.rawPayload.toString('latin1', 0, 4), 'RIFF')
    const { body: storage } = (await admin.ask('GET', 'hold-music')) as { body: MusicStorage }
    t.match(storage, { most: 250_000_000, recordings: [body] }, 'MOH-7')
    t.equal(storage.used, heard.rawPayload.length)

    for (const path of ['0'.repeat(64), '..%2f..%2funit.key', `${body.recording}.json`]) {
      t.equal((await admin.browser.request('GET', `hold-music/${path}`)).statusCode, 404)
    }
    t.equal((await upload(await as('net', 'network-admin'), MUSIC)).status, 403)
    t.equal((await (await as('plain')).browser.request('GET', 'hold-music')).statusCode, 403)

    await admin.ask('POST', `history/${(made.body as { revision: number }).revision}/undo`)
    const names = () => readdirSync(join(data, 'hold-music'))
    t.equal(names().length, 2)
    for (const name of names()) {
      utimesSync(join(data, 'hold-music', name), clock.now() / 1000, clock.now() / 1000)
    }
    const sweep = (days: number) =>
      new MusicShelf(data, { now: () => clock.now() + days * 86_400_000 }).sweep(store)
    sweep(20)
    t.equal(names().length, 2, 'undo could bring it back')
    sweep(31)
    t.equal(names().length, 0)
  },
)

t.test(
  'MOH-8: what is no recording is refused with what to do; raw mu-law is taken where it is said',
  async (t) => {
    const { admin } = await anApi(t)
    const refused = await upload(admin, Buffer.from('ID3\x04 not for us'))
    t.equal(refused.status, 422)
    t.match(refused.body.text, /Save the recording as WAV/)
    t.equal((await upload(admin, Buffer.alloc(0))).status, 400)
    t.equal((await upload(admin, rawMuLaw(tone(8000)))).status, 422)
    t.match(await upload(admin, rawMuLaw(tone(8000)), '?raw=1'), {
      status: 200,
      body: { seconds: 1 },
    })
  },
)

t.test('MOH-7: 250 MB in all', async (t) => {
  const { admin, data } = await anApi(t)
  mkdirSync(join(data, 'hold-music'), { recursive: true })
  const other = 'f'.repeat(64)
  writeFileSync(join(data, 'hold-music', `${other}.json`), '{"seconds":1,"levelDbm0":-22}')
  writeFileSync(join(data, 'hold-music', `${other}.wav`), Buffer.alloc(249_999_000))
  t.match(await upload(admin, MUSIC), { status: 422, body: { text: /no room/ } })
  t.equal(readFileSync(join(data, 'hold-music', `${other}.wav`)).length, 249_999_000)
})

t.test('MOH-3: a piece is a recording or a port, and one of the two', async (t) => {
  const { admin } = await anApi(t)
  const create = (values: object) =>
    admin.ask('POST', 'config', {
      changes: [{ do: 'create', section: 'holdMusic', id: 'new:1', values }],
    })
  t.match(await create({ name: 'nothing' }), { status: 422 })
  t.match(await create({ name: 'both', linePort: 'fxo-4', recording: 'a'.repeat(64) }), {
    status: 422,
  })
  t.match(await create({ name: 'a name', linePort: 'fxo-4' }), { status: 422 }, 'MOH-9')
  t.match(await create({ name: 'radio', linePort: 'fxo-4' }), { status: 200 })
})
