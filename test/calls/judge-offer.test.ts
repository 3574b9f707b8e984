import t from 'tap'
import { refusalOfOffer } from '../../firmware/calls/judge-offer.ts'
import { judging } from '../../firmware/calls/protection/policy.ts'

const head = 'v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\ns=-\r\nc=IN IP4 127.0.0.1\r\nt=0 0\r\n'
const fax = `${head}m=image 4000 udptl t38\r\n`
const usual = judging(undefined, 'udp')

t.test('an INVITE that we could not take is refused before a telephone rings', async (t) => {
  t.equal(refusalOfOffer('no description', usual), 400)
  t.equal(refusalOfOffer(`${head}m=audio 4000 RTP/AVP 3\r\n`, usual), 488, 'a codec unknown to us')
  t.equal(refusalOfOffer(`${head}m=audio 4000 RTP/AVP 0\r\n`, usual), undefined)
  t.equal(
    refusalOfOffer(`${head}m=audio 4000 RTP/AVP 8\r\n`, usual, { codecs: ['PCMU'] }),
    488,
    'SADV-1',
  )
})

t.test(
  'T.38 Annex D fax alone is left to whom it calls, but never unprotected where that is refused',
  async (t) => {
    const required = {
      encryption: 'required',
      encryptionOffer: 'savp',
      keysInClear: true,
    } as const
    t.equal(refusalOfOffer(fax, usual), undefined)
    t.equal(refusalOfOffer(fax, judging(required, 'udp')), 488, 'encryption is required')
    t.equal(refusalOfOffer(fax, usual, { takesFax: false }), 488, 'an emergency call')
    t.equal(refusalOfOffer(fax.replace('4000', '0'), usual), 488, 'nothing is offered')
    t.equal(refusalOfOffer(fax.replace('udptl', 'tcp'), usual), 488, 'over what cannot pass')
  },
)
