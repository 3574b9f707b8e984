import t from 'tap'
import type { LiveCall } from '../../firmware/calls/live-call.ts'
import type { Exchange } from '../../firmware/exchange/exchange.ts'
import { exchangeVerbs } from '../../firmware/exchange/verbs.ts'

const nobody = { next: () => {}, signal: new AbortController().signal }

t.test(
  'a call that ends while the records are written is still among those that are on',
  async (t) => {
    const one = (id: string) => ({
      id,
      startedAt: 0,
      dialled: { digits: '201', raw: '201' },
      program: 'extension',
      legs: [],
    })
    let on = [one('1-1-1'), one('1-1-2')]
    const written: string[] = []
    const exchange = {
      calls: {
        get calls() {
          return on
        },
      },
      edge: {},
      callLog: {
        flush: async () => {
          written.push('1-1-3') // it was over before
          on = on.slice(1) // its events came too late for this
        },
      },
    } as unknown as Exchange
    const verbs = exchangeVerbs(exchange)
    const live = (await verbs.calls?.({}, nobody)) as readonly LiveCall[]
    t.strictSame(
      live.map(({ call }) => call),
      ['1-1-1', '1-1-2'],
    )
    t.strictSame(written, ['1-1-3'])
    await verbs.recorded?.({}, nobody)
    t.equal(written.length, 2)
  },
)
