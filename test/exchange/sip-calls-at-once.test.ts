import t from 'tap'
import { sipCallsAtOnce } from '../../firmware/exchange/sip-calls-at-once.ts'
import { Capacity } from '../../firmware/model/capacity.ts'
import { FxoLine } from '../../firmware/model/fxo-line.ts'
import { ServerSettings } from '../../firmware/model/server-settings.ts'
import { aStore, change } from '../store/a-store.ts'

t.test(
  'PLAT-12, PLAT-40 calls over SIP trunks: what is set, and what the profile leaves beside analog lines',
  async (t) => {
    const store = aStore(t)
    t.equal(sipCallsAtOnce(store), 60, 'VOIP-5')
    change(store, (edit) => {
      edit.update(Capacity, edit.only(Capacity).id, { profile: '536' })
      for (let n = 1; n <= 6; n++) edit.create(FxoLine, { port: `fxo-${n}` })
    })
    t.equal(sipCallsAtOnce(store), 24)
    change(store, (edit) =>
      edit.update(ServerSettings, edit.only(ServerSettings).id, { sipTrunkCalls: 10 }),
    )
    t.equal(sipCallsAtOnce(store), 10, 'VOIP-4')
    change(store, (edit) => {
      edit.update(Capacity, edit.only(Capacity).id, { profile: 'community' })
      for (let n = 7; n <= 20; n++) edit.create(FxoLine, { port: `fxo-${n}` })
    })
    t.equal(sipCallsAtOnce(store), 10)
    change(store, (edit) => edit.update(Capacity, edit.only(Capacity).id, { profile: '320' }))
    t.equal(sipCallsAtOnce(store), 0, 'more lines than calls: they stay, and leave none')
  },
)
