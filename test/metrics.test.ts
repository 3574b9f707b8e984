import t from 'tap'
import { family, Histogram, merged, openMetrics, processMetrics } from '../firmware/metrics.ts'

t.test(
  'OpenMetrics 1.0: counters end in _total, values of labels are escaped, the end is marked',
  async (t) => {
    const text = openMetrics([
      family('counter', 'sip_requests', 'What "came"', [
        { labels: { method: 'INVITE', from: 'a"b\\c\nd' }, value: 3 },
      ]),
      family('gauge', 'calls', 'Calls', 2),
    ])
    t.equal(
      text,
      [
        '# TYPE strowger_sip_requests counter',
        '# HELP strowger_sip_requests What \\"came\\"',
        'strowger_sip_requests_total{method="INVITE",from="a\\"b\\\\c\\nd"} 3',
        '# TYPE strowger_calls gauge',
        '# HELP strowger_calls Calls',
        'strowger_calls 2',
        '# EOF',
        '',
      ].join('\n'),
    )
  },
)

t.test('a histogram counts upwards, its last bucket is all', async (t) => {
  const histogram = new Histogram([0.5, 1, 10])
  for (const value of [0.1, 0.5, 0.6, 5, 50]) histogram.add(value)
  const lines = openMetrics([histogram.family('wait_seconds', 'Waiting')]).split('\n')
  t.strictSame(lines.slice(2, -2), [
    'strowger_wait_seconds_bucket{le="0.5"} 2',
    'strowger_wait_seconds_bucket{le="1.0"} 3',
    'strowger_wait_seconds_bucket{le="10.0"} 4',
    'strowger_wait_seconds_bucket{le="+Inf"} 5',
    'strowger_wait_seconds_sum 56.2',
    'strowger_wait_seconds_count 5',
  ])
})

t.test('families of several processes become one, so that no name stands twice', async (t) => {
  const all = merged([...processMetrics('a', 1000), ...processMetrics('b', 2000)])
  t.equal(all.length, processMetrics('a', 0).length)
  const text = openMetrics(all)
  t.match(text, /strowger_process_start_time_seconds\{process="a"\} 1\n.*\{process="b"\} 2\n/)
  const types = [...text.matchAll(/^# TYPE (\S+)/gm)].map(([, name]) => name)
  t.equal(new Set(types).size, types.length)
})
