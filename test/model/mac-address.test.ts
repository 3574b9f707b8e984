import t from 'tap'
import { complete } from '../../firmware/model/complete.ts'
import { Handset } from '../../firmware/model/handset.ts'
import { plainMac } from '../../firmware/model/mac-address.ts'
import { aStore, change, refusal } from '../store/a-store.ts'

t.test('HSF-2 a MAC address is taken in every usual spelling and kept in one', async (t) => {
  const spellings = ['001565AABBCC', '00:15:65:aa:bb:cc', '00-15-65-AA-BB-CC', '0015.65aa.bbcc']
  for (const text of [...spellings, ' 00 15 65 aa bb cc ']) {
    t.equal(plainMac(text), '001565aabbcc', text)
  }
  for (const text of ['', '001565aabbc', '001565aabbccd', '001565aabbcg', '::::::']) {
    t.equal(plainMac(text), text, 'anything else stays, for the check to refuse')
  }
  const invented = () => 'invented'
  t.match(complete(Handset.fields, { mac: '00:15:65:AA:BB:CC' }, invented), { mac: '001565aabbcc' })
})

t.test('HSF-2 no two handsets have one MAC address, however it is written', async (t) => {
  const store = aStore(t)
  let id = ''
  change(store, (edit) => {
    id = edit.create(Handset, { sipUser: '101', mac: '00:15:65:AA:BB:CC' })
    edit.create(Handset, { sipUser: '102' })
    edit.create(Handset, { sipUser: '103' }) // without one: empty values may repeat
  })
  t.equal(store.find(Handset, 'mac', '001565aabbcc')?.id, id)
  const twice = (edit: Parameters<Parameters<typeof change>[1]>[0]) =>
    edit.create(Handset, { sipUser: '104', mac: '0015.65aa.bbcc' })
  t.match(refusal(store, twice), [/001565aabbcc.*already.*101/])
  const wrong = (edit: Parameters<Parameters<typeof change>[1]>[0]) =>
    edit.update(Handset, id, { mac: '00:15:65' })
  t.match(refusal(store, wrong), [/MAC address of 12 hexadecimal digits/])
})
