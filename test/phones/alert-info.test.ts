import t from 'tap'
import { RING_TYPES } from '../../firmware/model/extension.ts'
import { internalNumber, outsideNumber } from '../../firmware/model/party-number.ts'
import { alertInfoOf } from '../../firmware/phones/alert-info.ts'
import { ALERT_INFO } from '../../firmware/sip/message/headers/alerting.ts'

t.test('RING-3 DFEA-71 the ring type of the route, else where the call comes from', async (t) => {
  const of = (...how: Parameters<typeof alertInfoOf>) => alertInfoOf(...how)[1]
  const ann = internalNumber('201', 'Ann')
  const carol = outsideNumber('12125550123', 'e164')
  t.equal(of('single', ann), '<http://127.0.0.1>;info=alert-internal')
  t.equal(of('single', carol), '<http://127.0.0.1>;info=alert-external')
  t.equal(of('double', carol), '<http://127.0.0.1>;info=Bellcore-dr2')
  const all = RING_TYPES.map((type) => of(type, ann))
  t.equal(new Set(all).size, RING_TYPES.length, 'each is another')
  for (const one of all) t.notMatch(one, /auto|answer/i, 'nobody is answered by it')
  t.ok(ALERT_INFO)
})
