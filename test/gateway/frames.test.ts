import { pack } from 'msgpackr'
import t from 'tap'
import { FrameReader, FrameWriter } from '../../firmware/gateway/frames.ts'
import { settle } from './settle.ts'

const VALUES = [
  { id: 1, operation: { op: 'stats', termination: 'grüße/ü' } },
  {
    re: 1,
    ok: { packetsReceived: 2 ** 40, jitterMs: 1.5, remote: { address: '::1', port: 5004 } },
  },
  { event: 2 ** 33, kind: 'overflow' },
]

const REFUSED = { name: 'FrameError' }

function written(values: readonly unknown[]): Buffer {
  const pieces: Buffer[] = []
  const writer = new FrameWriter(1 << 25, (bytes) => pieces.push(bytes))
  for (const value of values) writer.write(value)
  writer.flush()
  return Buffer.concat(pieces)
}

function read(chunks: Iterable<Buffer>, limit = 1 << 20): unknown[] {
  const values: unknown[] = []
  const reader = new FrameReader(limit)
  for (const chunk of chunks) reader.read(chunk, (value) => values.push(value))
  return values
}

t.test('frames come through in one piece, octet by octet, and in any two pieces', async (t) => {
  const bytes = written(VALUES)
  t.strictSame(read([bytes]), VALUES)
  t.strictSame(read([...bytes].map((octet) => Buffer.from([octet]))), VALUES)
  for (let cut = 0; cut <= bytes.length; cut++) {
    t.strictSame(read([bytes.subarray(0, cut), bytes.subarray(cut)]), VALUES, `cut at ${cut}`)
  }
})

t.test('nothing of a chunk is kept by reference: its buffer is used again', async (t) => {
  const bytes = written(VALUES)
  const reader = new FrameReader(1 << 20)
  const values: unknown[] = []
  const buffer = Buffer.alloc(7)
  for (let at = 0; at < bytes.length; at += 7) {
    const length = bytes.copy(buffer, 0, at)
    reader.read(buffer.subarray(0, length), (value) => values.push(value))
    buffer.fill(0xff)
  }
  t.strictSame(values, VALUES)
})

t.test('a frame of megabytes comes through in chunks', async (t) => {
  const long = { text: 'x'.repeat(3_000_000) }
  const bytes = written([VALUES[0], long, VALUES[1]])
  const chunks: Buffer[] = []
  for (let at = 0; at < bytes.length; at += 65_536) chunks.push(bytes.subarray(at, at + 65_536))
  t.strictSame(read(chunks, 1 << 22), [VALUES[0], long, VALUES[1]])
})

t.test('a frame beyond the limit is refused at its length, before its octets come', async (t) => {
  const header = Buffer.from([0, 0, 4, 1])
  t.throws(() => read([header], 1024), REFUSED)
  t.throws(() => read([Buffer.from([0xff]), Buffer.from([0xff, 0xff, 0xff, 0])], 1024), REFUSED)
  t.strictSame(read([Buffer.from([0, 0, 4, 0])], 1024), [], 'the longest that is taken')
})

t.test('a frame that the other end would not take is not written', async (t) => {
  const pieces: Buffer[] = []
  const writer = new FrameWriter(100, (bytes) => pieces.push(bytes))
  t.throws(() => writer.write('x'.repeat(99)), REFUSED)
  writer.write('x'.repeat(98))
  writer.flush()
  t.strictSame(read(pieces), ['x'.repeat(98)])
})

t.test('what is no msgpack, or more than one value, or half of one, is refused', async (t) => {
  const frame = (body: Buffer) => {
    const header = Buffer.alloc(4)
    header.writeUInt32BE(body.length)
    return Buffer.concat([header, body])
  }
  t.throws(() => read([frame(Buffer.alloc(0))]), REFUSED, 'nothing')
  t.throws(() => read([frame(Buffer.from([0x01, 0x02]))]), REFUSED, 'two values')
  t.throws(() => read([frame(Buffer.from([0x92, 0x01]))]), REFUSED, 'half a list')
  t.throws(() => read([frame(Buffer.alloc(100_000, 0x91))]), REFUSED, 'a very deep list')
})

t.test('any msgpack can read and write our frames', async (t) => {
  const bytes = written([VALUES[0]])
  t.strictSame(bytes.readUInt32BE(0), bytes.length - 4)
  const body = pack(VALUES[1])
  const header = Buffer.alloc(4)
  header.writeUInt32BE(body.length)
  t.strictSame(read([header, body]), [VALUES[1]])
})

t.test('a map cannot reach into the prototype of objects', async (t) => {
  const body = Buffer.concat([Buffer.from([0x81, 0xa9]), Buffer.from('__proto__'), pack({ x: 1 })])
  const header = Buffer.alloc(4)
  header.writeUInt32BE(body.length)
  const [value] = read([Buffer.concat([header, body])]) as [Record<string, unknown>]
  t.equal(value.x, undefined)
  t.equal(Object.getPrototypeOf(value), Object.prototype)
})

t.test('all that is written in one turn leaves as one piece at its end', async (t) => {
  const pieces: Buffer[] = []
  const writer = new FrameWriter(1 << 25, (bytes) => pieces.push(bytes))
  for (const value of VALUES) writer.write(value)
  await Promise.resolve()
  for (const value of VALUES) writer.write(value)
  t.equal(pieces.length, 0)
  await settle()
  t.equal(pieces.length, 1)
  t.strictSame(read(pieces), [...VALUES, ...VALUES])
  writer.write(VALUES[0])
  await settle()
  t.equal(pieces.length, 2, 'and again in the next turn')
})

t.test('frames longer than the buffer, and more than fit in it, keep their order', async (t) => {
  const values = Array.from({ length: 500 }, (_, n) => ({ n, text: 'y'.repeat((n * 997) % 2000) }))
  values.splice(250, 0, { n: -1, text: 'z'.repeat(200_000) })
  t.strictSame(read([written(values)]), values)
})
