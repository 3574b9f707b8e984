import t from 'tap'
import { cannotRecord, powerCuts } from './power/trials.ts'

const SKIP = { skip: cannotRecord() ?? false }

/** The disk is asked to flush, and is not. */
const NOSYNC = `
int fsync(int file) { (void)file; return 0; }
int fdatasync(int file) { (void)file; return 0; }
int msync(void *from, unsigned long length, int flags) { (void)from, (void)length, (void)flags; return 0; }`

t.test('a power cut loses nothing acknowledged and leaves nothing half done', SKIP, async (t) => {
  const { cuts, lossy, flushes, wrong, complaints } = await powerCuts(t, {
    work: 'office',
    seed: 7,
    cuts: 21,
  })
  t.strictSame(complaints, [])
  t.equal(wrong, 0)
  t.equal(cuts, 21)
  t.ok(lossy > 5, `${lossy} cuts met writes that no flush had followed`)
  t.ok(flushes > 50, `${flushes} flushes were seen`)
})

t.test('a store that does not wait for the disk is found out by the same cuts', SKIP, async (t) => {
  const options = { work: 'office', seed: 7, cuts: 4, preload: NOSYNC }
  const { wrong, complaints } = await powerCuts(t, options)
  t.ok(wrong > 0)
  t.match(complaints.join('\n'), /acknowledged|cannot be opened|damaged|was ended/)
})

// The damaged one was moved away before the other was made: a power cut between left a unit without configuration.
t.test('a power cut while a rescue file is restored leaves one of the two', SKIP, async (t) => {
  const { complaints, cuts } = await powerCuts(t, { work: 'restore', seed: 7, cuts: 14 })
  t.strictSame(complaints, [])
  t.equal(cuts, 14)
})
