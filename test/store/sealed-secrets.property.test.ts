import { isDeepStrictEqual } from 'node:util'
import fc from 'fast-check'
import t from 'tap'
import { configHash } from '../../firmware/store/config-hash.ts'
import { applyRead } from '../../firmware/store/office.ts'
import { exportOffice } from '../../firmware/store/office-export.ts'
import { readOfficeFile } from '../../firmware/store/office-file.ts'
import { withSecrets } from '../../firmware/store/open-office-file.ts'
import { countSecrets, sealSecrets, secretValues } from '../../firmware/store/sealed-secrets.ts'
import type { Store } from '../../firmware/store/store.ts'
import { accepted, aDirectory, opened } from './a-store.ts'
import { anyOffice, makeAll } from './any-office.ts'

const PASSPHRASE = 'seven otters carry copper'
const QUICK = { memoryKiB: 64, passes: 1, lanes: 1 } // the tests guess nothing
const all = (store: Store) => secretValues(store, () => true)

t.test(
  'IMEX-1 any configuration, exported with its secrets, erased and imported, is the same with its secrets',
  async (t) => {
    let seen = 0
    const property = fc.asyncProperty(
      anyOffice,
      fc.constantFrom('yaml', 'json'),
      async (office, format) => {
        const [first, second] = [opened(t, aDirectory(t)), opened(t, aDirectory(t))]
        makeAll(first, office)
        const sealed = await sealSecrets(all(first), PASSPHRASE, QUICK)
        const file = readOfficeFile(exportOffice(first, { format, sealed }))
        const read = await withSecrets(file, PASSPHRASE)
        if (!read.ok) throw new Error(String(read.error))
        accepted(applyRead(second, read.value, { by: 'test' }))
        if (configHash(second) !== configHash(first)) throw new Error(exportOffice(first))
        t.strictSame(all(second), all(first))
        if (!isDeepStrictEqual(all(second), all(first))) throw new Error('secrets differ')
        seen += countSecrets(all(first))
        await first.close()
        await second.close()
      },
    )
    await fc.assert(property, { numRuns: 8, endOnFailure: true })
    t.ok(seen > 0, `${seen} secrets`)
  },
)
