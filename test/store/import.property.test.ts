import fc from 'fast-check'
import t from 'tap'
import { entities } from '../../firmware/model/registry.ts'
import { configHash } from '../../firmware/store/config-hash.ts'
import { exportCsv } from '../../firmware/store/csv-export.ts'
import { readCsvList } from '../../firmware/store/csv-list.ts'
import { applyOffice, applyRead } from '../../firmware/store/office.ts'
import { exportOffice } from '../../firmware/store/office-export.ts'
import { accepted, aDirectory, opened } from './a-store.ts'
import { anyOffice, makeAll } from './any-office.ts'

t.test('IMEX-1 any configuration, exported, erased and imported, has the same hash', async (t) => {
  const seen = new Map<string, number>()
  const property = fc.asyncProperty(
    anyOffice,
    fc.constantFrom('yaml', 'json'),
    async (office, format) => {
      const [first, second] = [opened(t, aDirectory(t)), opened(t, aDirectory(t))]
      makeAll(first, office)
      accepted(applyOffice(second, exportOffice(first, { format }), { by: 'test' }))
      t.equal(configHash(second), configHash(first))
      if (configHash(second) !== configHash(first)) throw new Error(exportOffice(first))
      for (const entity of entities) {
        const count = entity.rules.singleton ? 0 : first.all(entity).length
        seen.set(entity.name, (seen.get(entity.name) ?? 0) + count)
      }
      await first.close()
      await second.close()
    },
  )
  const unseen = () =>
    entities
      .filter(({ name, rules }) => !rules.singleton && !rules.internal && !seen.get(name))
      .map(({ name }) => name)
  // A few offices; more of them until each entity was in one.
  for (let round = 0; round < 10 && (round === 0 || unseen().length > 0); round += 1) {
    await fc.assert(property, { numRuns: 4, endOnFailure: true })
  }
  t.strictSame(unseen(), [])
})

t.test(
  'IMEX-1 every list, exported as CSV and imported where it is, changes nothing',
  async (t) => {
    await fc.assert(
      fc.asyncProperty(anyOffice, async (office) => {
        const store = opened(t, aDirectory(t))
        makeAll(store, office)
        for (const entity of entities) {
          if (entity.rules.singleton || entity.rules.internal) continue
          const text = exportCsv(store, entity)
          const applied = applyRead(store, readCsvList(entity, text), { by: 'test', dryRun: true })
          if (!applied.ok) throw new Error(`${JSON.stringify(applied.error)}\n${text}`)
          if (applied.value.changes.length > 0) {
            throw new Error(`${JSON.stringify(applied.value.changes)}\n${text}`)
          }
        }
        await store.close()
      }),
      { numRuns: 3, endOnFailure: true },
    )
  },
)
