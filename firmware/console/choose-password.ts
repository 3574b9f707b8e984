import { HERE, topics } from '../bus/topics.ts'
import { PasswordRules } from '../model/password-rules.ts'
import type { Desk } from './command.ts'

/** Asks for a new password until one fits. False: the person gave up, or the present one was wrong. */
export async function choosePassword(
  { terminal, unit, bus, log }: Pick<Desk, 'terminal' | 'unit' | 'bus' | 'log'>,
  present: { readonly login: string; readonly password: string },
): Promise<boolean> {
  for (;;) {
    const shortest = unit.store?.only(PasswordRules).length
    const prompt = `New password (at least ${shortest ?? 'ten'} characters): `
    const next = await terminal.readLine({ prompt, secret: true })
    if (!next) {
      terminal.line('The password stays as it is.')
      return false
    }
    const again = await terminal.readLine({ prompt: 'Once more: ', secret: true })
    if (again !== next) {
      terminal.line('These were two different ones.')
      continue
    }
    const changed = await unit.signIn?.changePassword({ ...present, source: 'console' }, next)
    if (changed?.ok) {
      terminal.line('The password is changed.')
      log.info({ login: present.login }, 'password changed at the console')
      bus.publish(topics.configChanged, { site: HERE }, { revision: unit.revision })
      return true
    }
    terminal.line(changed?.error.text ?? 'The configuration cannot be read.')
    if (changed?.error.why !== 'weak') return false
  }
}
