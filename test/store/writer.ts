/**
 * A process that changes the store until it is killed or has made COUNT revisions: arguments DATA NAME COUNT. Tells the parent each
 * revision number once `change` has answered.
 */
import { systemClock } from '../../firmware/clock/system-clock.ts'
import { Handset } from '../../firmware/model/handset.ts'
import { User } from '../../firmware/model/user.ts'
import { openStore } from '../../firmware/store/store.ts'

const [data = '', name = '', count = '0'] = process.argv.slice(2)
const store = openStore({ data, clock: systemClock })
for (let n = 1; n <= Number(count); n++) {
  const result = store.change({ by: name, from: 'test' }, (edit) => {
    const login = `${name}-${n}`
    edit.create(User, { login, lastName: login })
    edit.create(Handset, { sipUser: login })
    const old = edit.find(User, 'login', `${name}-${n - 20}`)
    if (old) edit.remove(User, old.id)
  })
  if (!result.ok) throw new Error(JSON.stringify(result.error))
  process.send?.(result.value.number)
  await new Promise((resolve) => setImmediate(resolve)) // does not wait for the parent: it kills anywhere
}
await store.close()
process.disconnect?.()
