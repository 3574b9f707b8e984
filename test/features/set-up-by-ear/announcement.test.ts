import t from 'tap'
import { setUpAnnouncement } from '../../../firmware/features/set-up-by-ear/announcement.ts'
import { readWav } from '../../prompts/wav.ts'

/** The announcement as a person would write it down; a blank is a pause. */
function heard(address: string, port: number, code: string): string {
  const written: Readonly<Record<string, string>> = { dot: '.', ascii58: ':', beep: ' ' }
  return pathsOf(address, port, code)
    .map((path) => {
      const name = path.replace(/^.*\//, '').replace(/\.wav$/, '')
      return path.includes('/silence/') ? ' ' : (written[name] ?? name)
    })
    .join('')
}

function pathsOf(address: string, port: number, code: string): readonly string[] {
  const signal = setUpAnnouncement(address, port, code)
  if (signal.kind !== 'files' || signal.times !== 1) throw new Error('not files, once')
  return signal.paths
}

const seconds = (paths: readonly string[]) =>
  paths.reduce((sum, path) => sum + readWav(path).seconds, 0)

t.test('address and code are said twice, with pauses, the port once', async (t) => {
  t.equal(heard('192.168.1.20', 8443, '482917'), ' 192.168.1.20:8443 482917 192.168.1.20 482917')
  t.equal(heard('10.0.0.5', 443, '000000'), ' 10.0.0.5 000000 10.0.0.5 000000')
})

t.test('every recording is installed and can be played', async (t) => {
  for (const path of pathsOf('192.168.34.57', 8443, '012345')) {
    t.match(readWav(path), { format: 1, channels: 1, rate: 8000, bits: 16 }, path)
  }
})

t.test('it takes at most 40 s, for the longest addresses little more', async (t) => {
  for (const address of [
    '10.0.0.5',
    '192.168.1.20',
    '192.168.10.200',
    '172.16.254.253',
    '192.168.100.200',
  ]) {
    const total = seconds(pathsOf(address, 8443, '482917'))
    t.ok(total <= 40, `${address}: ${total.toFixed(1)} s`)
  }
  t.ok(seconds(pathsOf('111.111.111.111', 11111, '111111')) <= 45)
  t.ok(pathsOf('111.111.111.111', 11111, '111111').length <= 256, 'a gateway takes so many')
})
