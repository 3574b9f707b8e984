import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import t from 'tap'
import { openMedia } from '../../hal/ffi/media.ts'
import type { Handle, MediaLibrary } from '../../hal/ffi/media-library.ts'
import { MediaError } from '../../hal/ffi/media-library.ts'
import { Office } from './office.ts'
import { Phone } from './phone.ts'

const options = { maxTerminations: 4, ports: { low: 20_000, high: 60_000 }, dscp: 46, rtpLostMs: 0 }

t.test('a missing library is an error that names make', async (t) => {
  const path = mkdtempSync(join(tmpdir(), 'media-'))
  t.teardown(() => rmSync(path, { recursive: true }))
  const library = join(path, 'libmedia.so')
  t.throws(() => openMedia({ ...options, library }, () => {}), { message: /libmedia\.so.*'make'/ })
})

t.test(
  'options that the library refuses are a MediaError with the name of the errno',
  async (t) => {
    t.throws(() => openMedia({ ...options, dscp: 64 }, () => {}), { code: 'EINVAL' })
    t.throws(() => openMedia({ ...options, maxTerminations: 0 }, () => {}), {
      message: 'media_open: EINVAL',
    })
  },
)

t.test('an asked port is taken exactly, and refused when somebody has it', async (t) => {
  const office = new Office(t)
  const context = office.media.addContext()
  const { termination, port } = office.media.addRtp(context, { localAddress: '127.0.0.1' })
  t.equal(port % 2, 0)
  const again = () => office.media.addRtp(context, { localAddress: '127.0.0.1', port })
  t.throws(again, { code: 'EADDRINUSE' })
  office.media.remove(termination)
  t.equal(again().port, port)
  t.throws(() => office.media.addRtp(context, { localAddress: '127.0.0.1', port: port + 1 }), {
    code: 'EINVAL',
  })
  t.throws(() => office.media.addRtp(context, { localAddress: '192.0.2.1' }), {
    code: 'EADDRNOTAVAIL',
  })
})

t.test('an asked SSRC is used', async (t) => {
  const office = new Office(t)
  const context = office.media.addContext()
  const phone = await Phone.open()
  t.teardown(() => phone.close())
  const asked = { localAddress: '127.0.0.1', ssrc: 0xfeedface }
  const { termination, port } = office.media.addRtp(context, asked)
  phone.towards = port
  office.media.setRtp(termination, phone.stream())
  office.media.setTopology(termination, termination, true)
  phone.talk(440)
  await phone.hears(440)
  t.equal(phone.packets[0]?.ssrc, 0xfeedface)
})

t.test('IPv6 terminations are opened like any other', async (t) => {
  const office = new Office(t)
  const context = office.media.addContext()
  const added = addOnIpv6(office.media, context)
  if (!added) {
    t.comment('this machine has no IPv6')
    return
  }
  const stream = (await office.party(context)).phone.stream()
  t.throws(() => office.media.setRtp(added.termination, stream), { code: 'EINVAL' })
  office.media.setRtp(added.termination, { ...stream, remote: { address: '::1', port: 4000 } })
  t.match(office.media.stats(added.termination).remote, { address: '::1', port: 4000 })
})

function addOnIpv6(media: MediaLibrary, context: Handle) {
  try {
    return media.addRtp(context, { localAddress: '::1' })
  } catch (error) {
    if (error instanceof MediaError && error.code === 'EADDRNOTAVAIL') return undefined
    throw error
  }
}

t.test('after close a call is refused and a second close is harmless', async (t) => {
  const media = openMedia(options, () => {})
  media.close()
  media.close()
  t.throws(() => media.addContext(), { code: 'EBADF' })
})

t.test('removing a context removes what is in it', async (t) => {
  const office = new Office(t)
  const context = office.media.addContext()
  await office.party(context)
  const bob = await office.party(context)
  office.media.detectDtmf(bob.termination, 'from')
  t.match(office.media.totals(), { contexts: 1, terminations: 2, attachments: 1 })
  office.media.removeContext(context)
  t.match(office.media.totals(), { contexts: 0, terminations: 0, attachments: 0 })
  t.throws(() => office.media.removeContext(context), { code: 'ENOENT' })
  t.throws(() => office.media.stats(bob.termination), { code: 'ENOENT' })
})
