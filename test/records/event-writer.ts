import { systemClock } from '../../firmware/clock/system-clock.ts'
import { openCallLog } from '../../firmware/records/call-log.ts'
import { openStore } from '../../firmware/store/store.ts'

/** Appends calls until it is killed; tells how many are acknowledged. */
const store = openStore({ data: String(process.argv[2]), clock: systemClock })
const log = openCallLog(store.records, systemClock)
for (let n = 1; ; n++) {
  const call = `1-1-${n}`
  const [began, ringing, released] = ['began', 'ringing', 'released'] as const
  const events = [began, ringing, released].map((kind, index) => {
    return { call, sequence: index + 1, at: n, kind, party: { digits: '101' } }
  })
  const written = log.append(events)
  await log.flush()
  await written
  process.send?.(n)
}
