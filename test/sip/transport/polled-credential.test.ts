import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { VirtualClock } from '../../../firmware/clock/virtual-clock.ts'
import { PolledCredential } from '../../../firmware/sip/transport/polled-credential.ts'

t.test('a credential follows its file, and what cannot be read changes nothing', async (t) => {
  const path = join(t.testdir(), 'served.json')
  const clock = new VirtualClock()
  const errors: unknown[] = []
  const read = () => JSON.parse(readFileSync(path, 'utf8'))
  const credential = new PolledCredential(path, clock, read, (error) => errors.push(error))
  let changes = 0
  credential.onChange(() => changes++)
  const replace = async (text: string) => {
    writeFileSync(`${path}.new`, text)
    renameSync(`${path}.new`, path)
    await clock.advance(5_000)
  }
  credential.start()
  t.equal(credential.leaf, undefined, 'there is no file yet')
  await replace('{"certificate": "one", "key": "a"}')
  t.strictSame([credential.leaf?.certificate, changes], ['one', 1])
  await replace('{"certificate": "one", "key": "a"}')
  t.equal(changes, 1, 'the same one again is no change')
  await replace('{"certificate": "tw')
  await clock.advance(60_000)
  t.strictSame([credential.leaf?.certificate, changes, errors.length], ['one', 1, 1])
  await replace('{"certificate": "two", "key": "b"}')
  t.strictSame([credential.leaf?.certificate, changes], ['two', 2])
  rmSync(path)
  await clock.advance(5_000)
  t.equal(credential.leaf?.certificate, 'two')
  credential.stop()
  t.equal(clock.waiting, 0)
})
