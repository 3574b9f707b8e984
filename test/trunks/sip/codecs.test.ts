import t from 'tap'
import { ALL } from '../../../firmware/calls/codec-formats.ts'
import { codecsOf } from '../../../firmware/trunks/sip/codecs.ts'

t.test('SADV-1 a trunk has the codecs of its filter that we can, in its order', async (t) => {
  t.strictSame(codecsOf({ codecs: ['GSM', 'G723', 'PCMA'] }, []), ['GSM', 'PCMA'])
  t.strictSame(codecsOf({ codecs: [] }, []), ALL)
})

t.test('SADV-1 G.729 is offered only where the media gateway was built with it', async (t) => {
  t.strictSame(codecsOf({ codecs: ['G729', 'PCMU'] }, []), ['PCMU'])
  t.strictSame(codecsOf({ codecs: ['G729', 'PCMU'] }, ['G729']), ['G729', 'PCMU'])
  t.strictSame(codecsOf({ codecs: [] }, ['G729']), ALL, 'and nobody gets it without asking')
})
