import t from 'tap'
import type { InstanceStatus, ShownProcess } from '../../firmware/cli/read-status.ts'
import { changes, readyLine, statusLine } from '../../firmware/cli/run/progress.ts'

const aProcess = (name: string, more: Partial<ShownProcess> = {}): ShownProcess => {
  return {
    name,
    pid: 7,
    state: 'ready',
    ready: true,
    since: 0,
    restarts: 0,
    lastExit: null,
    ...more,
  }
}
const aStatus = (processes: ShownProcess[], more: Partial<InstanceStatus> = {}): InstanceStatus => {
  return { instance: 'i', data: '/d', run: '/r', ready: true, processes, conditions: [], ...more }
}
const killed = { at: 1, cause: 'killed', code: null, signal: 'SIGKILL', text: '' } as const

t.test('a filled dot is a process that is ready; the supervisor has none', async (t) => {
  const waiting = aProcess('media', { ready: false })
  const status = aStatus([aProcess('supervisor'), aProcess('broker'), waiting])
  t.equal(statusLine(status, 1940), '● broker   ○ media      1.9 s')
})

t.test('a restart is told once, with its reason, and nothing when nothing changed', async (t) => {
  const before = aStatus([aProcess('media')])
  const again = aProcess('media', { pid: 8, restarts: 1, lastExit: killed })
  const after = aStatus([again])
  t.strictSame(changes(before, after, 3000), [
    '○ media killed by SIGKILL; it is started again',
    '● media ready after 3.0 s, pid 8',
  ])
  t.strictSame(changes(after, after, 3000), [])
})

t.test('a condition is told when it comes and when its subject is well again', async (t) => {
  const down = {
    id: 'supervisor/media-down',
    severity: 'critical' as const,
    subject: 'media',
    since: 0,
    effect: 'No\u001b audio.',
    remedy: 'Wait.',
    link: '',
  }
  const [well, ill] = [aStatus([]), aStatus([], { conditions: [down] })]
  const looping = aStatus([], { conditions: [{ ...down, id: 'supervisor/media-looping' }] })
  t.strictSame(changes(well, ill, 0), ['! critical: No· audio.', '  Wait.'])
  t.strictSame(changes(ill, ill, 0), [])
  t.notMatch(changes(ill, looping, 0).join(), 'mended', 'another trouble of the same')
  t.strictSame(changes(looping, well, 0), ['✓ mended: media'])
})

t.test('the ready line has an address that others reach, if there is one', async (t) => {
  const ready = (...bind: string[]) => readyLine({ bind, webPort: 8443 })
  t.equal(ready('127.0.0.1', '192.0.2.7'), 'ready https://192.0.2.7:8443/')
  t.equal(ready('127.0.0.1'), 'ready https://127.0.0.1:8443/')
  t.equal(ready('2001:db8::7'), 'ready https://[2001:db8::7]:8443/')
})
