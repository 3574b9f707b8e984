import t from 'tap'
import { ApiClient, Refused } from '../../../firmware/web/ui/src/api/client.ts'
import {
  LiveConnection,
  type LiveSocket,
  type LiveState,
} from '../../../firmware/web/ui/src/api/live.ts'

class Socket {
  readyState = 0
  readonly sent: string[] = []
  onopen: LiveSocket['onopen'] = null
  onclose: LiveSocket['onclose'] = null
  onmessage: LiveSocket['onmessage'] = null

  send(text: unknown): void {
    this.sent.push(String(text))
  }

  close(): void {
    this.readyState = 3
  }

  opens(): void {
    this.readyState = 1
    this.onopen?.()
  }
}

function connection() {
  const sockets: Socket[] = []
  const waits: { ms: number; then: () => void }[] = []
  const states: LiveState[] = []
  const values: unknown[] = []
  const live = new LiveConnection({
    open: () => {
      const socket = new Socket()
      sockets.push(socket)
      return socket as unknown as LiveSocket
    },
    after: (ms, then) => {
      waits.push({ ms, then })
      return () => {}
    },
    onState: (state) => states.push(state),
    onValue: (topic, value) => values.push([topic, value]),
  })
  return { live, sockets, waits, states, values }
}

t.test('a live connection asks for what pages watch, each topic once', async (t) => {
  const { live, sockets, values } = connection()
  live.start()
  const end = live.watch('calls')
  live.watch('calls')
  sockets[0]?.opens()
  t.strictSame(sockets[0]?.sent, ['{"watch":["calls"]}'])
  end()
  t.equal(sockets[0]?.sent.length, 1, 'somebody still watches')
  sockets[0]?.onmessage?.({ data: '{"topic":"calls","value":[]}' })
  sockets[0]?.onmessage?.({ data: '{"topic":"lines","value":[]}' })
  t.strictSame(values, [['calls', []]], 'what nobody watches is left out')
})

t.test('a lost connection comes back, slower each time, and asks again', async (t) => {
  const { live, sockets, waits, states } = connection()
  live.start()
  live.watch('phones')
  for (let turn = 0; turn < 6; turn++) {
    sockets.at(-1)?.onclose?.({ code: 1006 })
    waits.at(-1)?.then()
  }
  t.strictSame(
    waits.map(({ ms }) => ms),
    [500, 1000, 2000, 4000, 8000, 8000],
  )
  sockets.at(-1)?.opens()
  t.strictSame(sockets.at(-1)?.sent, ['{"watch":["phones"]}'])
  t.equal(states.at(-1), 'open')
  live.stop()
  sockets.at(-1)?.onclose?.({ code: 1000 })
  t.equal(waits.length, 6, 'a stopped one stays away')
})

t.test(
  'a change carries the token and the revision; a refusal its code and problems',
  async (t) => {
    const asked: RequestInit[] = []
    const problems = [{ field: 'a', what: 'w', remedy: 'r' }]
    const answers = [
      new Response('{"revision":7,"ids":{}}'),
      new Response(JSON.stringify({ code: 'refused', text: 'No.', problems }), { status: 400 }),
      new Response('<html>', { status: 502, statusText: 'Bad Gateway' }),
      new Response('{"code":"signed-out","text":"x"}', { status: 401 }),
    ]
    const client = new ApiClient(async (_path, init) => {
      asked.push(init ?? {})
      return answers.shift() ?? Response.error()
    })
    client.carry('token')
    t.match(await client.patch('/config/a/1', { b: 2 }, 6), { revision: 7 })
    t.match(asked[0]?.headers, { 'x-csrf': 'token', 'if-match': '"6"' })
    await t.rejects(client.post('/x'), { code: 'refused', problems })
    await t.rejects(client.post('/x'), { code: 'unavailable', status: 502 })
    let told = false
    client.onSignedOut = () => {
      told = true
    }
    await t.rejects(client.get('/x'), Refused)
    t.ok(told)
  },
)

t.test('what nobody asked for says so, and is no change', async (t) => {
  const sent: RequestInit['headers'][] = []
  let byItself = true
  const client = new ApiClient(
    async (_path, init) => {
      sent.push(init?.headers)
      return new Response('{}')
    },
    () => byItself,
  )
  await client.get('/calls')
  await client.post('/x')
  byItself = false
  await client.get('/calls')
  t.strictSame(
    sent.map((headers) => Object.hasOwn(headers ?? {}, 'x-by-itself')),
    [true, false, false],
  )
})

t.test(
  'SECURITY 12 a token that is out of date is renewed once, then the change is sent again',
  async (t) => {
    const asked: (readonly [string, unknown])[] = []
    const refused = () => new Response('{"code":"csrf","text":"x"}', { status: 403 })
    let answers = [refused(), new Response('{"csrf":"new"}'), new Response('{"revision":7}')]
    const client = new ApiClient(async (path, init) => {
      asked.push([String(path), new Headers(init?.headers).get('x-csrf')])
      return answers.shift() ?? Response.error()
    })
    client.carry('old')
    t.match(await client.post('/x'), { revision: 7 })
    t.strictSame(asked, [
      ['/api/v1/x', 'old'],
      ['/api/v1/session', null],
      ['/api/v1/x', 'new'],
    ])
    answers = [refused(), new Response('{"csrf":"new"}')]
    await t.rejects(client.post('/x'), { code: 'csrf' }, 'the same token again is no way out')
  },
)
