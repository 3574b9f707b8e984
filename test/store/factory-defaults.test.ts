import t from 'tap'
import { DialPlan } from '../../firmware/model/dial-plan.ts'
import { FxoLine } from '../../firmware/model/fxo-line.ts'
import { Handset } from '../../firmware/model/handset.ts'
import { entities } from '../../firmware/model/registry.ts'
import { ServerSettings } from '../../firmware/model/server-settings.ts'
import { User } from '../../firmware/model/user.ts'
import { WebSettings } from '../../firmware/model/web-settings.ts'
import { resetSection, resetSettings } from '../../firmware/store/factory-defaults.ts'
import { accepted, anOffice, change, origin } from './a-store.ts'

t.test(
  'FDEF-1 FDEF-2 exactly the settings of the list go back, and people keep what is theirs',
  async (t) => {
    const { store, handset, user } = anOffice(t)
    change(store, (edit) => {
      edit.update(DialPlan, edit.only(DialPlan).id, {
        emergencyNumber: '112',
        emergencyDirect: false,
        outsideDigit: '8',
      })
      edit.update(ServerSettings, edit.only(ServerSettings).id, { rtpDscp: 0, rtpDtmfPayload: 110 })
      edit.update(WebSettings, edit.only(WebSettings).id, {
        idleSeconds: 300,
        remoteAdministration: true,
      })
      edit.create(FxoLine, { port: 'fxo-1', description: 'Main', notes: 'Pair 7' })
      edit.update(Handset, handset, { lines: 5 })
    })
    const kept = [User, Handset].map((entity) => JSON.stringify(store.all(entity as typeof User)))
    const secret = store.reveal(Handset, handset, 'secret')
    const { number } = accepted(store.change(origin, resetSettings))
    t.match(store.only(DialPlan), {
      emergencyNumber: '911',
      emergencyDirect: true,
      outsideDigit: '8',
    })
    t.match(store.only(ServerSettings), { rtpDscp: 46, rtpDtmfPayload: 110 })
    t.match(store.only(WebSettings), { idleSeconds: 900, remoteAdministration: false })
    t.match(store.all(FxoLine), [{ description: 'Main', notes: '' }])
    t.strictSame(
      [User, Handset].map((entity) => JSON.stringify(store.all(entity as typeof User))),
      kept,
    )
    t.equal(store.reveal(Handset, handset, 'secret'), secret)
    t.equal(
      accepted(store.change(origin, resetSettings)).number,
      number,
      'again it changes nothing',
    )
    accepted(store.undo(origin, number))
    t.match(store.only(DialPlan), { emergencyNumber: '112' })
    t.ok(store.get(User, user))
  },
)

t.test('FDEF-6 one group of settings goes back, whichever it is', async (t) => {
  const { store } = anOffice(t)
  change(store, (edit) => {
    edit.update(ServerSettings, edit.only(ServerSettings).id, { rtpDscp: 0, rtpDtmfPayload: 110 })
    edit.update(DialPlan, edit.only(DialPlan).id, { outsideDigit: '8' })
  })
  const { sipRealm } = store.only(ServerSettings)
  for (const entity of entities) {
    if (!entity.rules.singleton || entity.rules.internal) continue
    accepted(store.change(origin, (edit) => resetSection(edit, entity)))
  }
  t.match(store.only(ServerSettings), { rtpDscp: 46, rtpDtmfPayload: 101, sipRealm })
  t.match(store.only(DialPlan), { outsideDigit: '9' })
})
