import { HERE, topics } from '../../bus/topics.ts'
import { sentence } from '../../model/problem.ts'
import { resetSettings } from '../../store/factory-defaults.ts'
import { showChanges } from '../../store/show-change.ts'
import { ADMINISTRATORS, type ConsoleCommand } from '../command.ts'

/** FDEF-1: settings go back to their defaults; users, numbers, telephones and recordings stay. */
export const resetSettingsCommand: ConsoleCommand = {
  name: 'reset-settings',
  usage: '',
  summary: 'settings as when new; people and phones stay',
  needs: ADMINISTRATORS,
  async run(_args, { terminal, unit, who, log, bus }) {
    const { store } = unit
    if (!store) return terminal.line('The unit prepares itself. Wait a moment.')
    const origin = { by: who?.login ?? 'console', from: 'console, reset' }
    const would = store.rehearse(origin, resetSettings)
    if (!would.ok) return terminal.line(would.error.map(sentence).join(' '))
    const { changes } = would.value
    if (changes.length === 0) return terminal.line('All of these settings are at their defaults.')
    for (const line of showChanges(store, changes)) terminal.line(line)
    const answer = await terminal.readLine({ prompt: 'Do that? (yes/no) ' })
    if (answer !== 'yes') return terminal.line('Nothing was done.')
    const changed = store.change(origin, resetSettings)
    if (!changed.ok) return terminal.line(changed.error.map(sentence).join(' '))
    const revision = changed.value.number
    bus.publish(topics.configChanged, { site: HERE }, { revision })
    log.warn({ by: who?.login, revision }, 'settings were reset at the console')
    terminal.line(`Done, as change ${revision}. The page History undoes it.`)
  },
}
