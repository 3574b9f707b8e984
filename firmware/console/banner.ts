import type { UnitState } from '../access/unit.ts'
import { isPrivate } from '../environment.ts'
import { VERSION } from '../version.ts'
import { askStatus, verdict } from './ask-status.ts'
import type { Desk } from './command.ts'

/** What stands on the screen before anybody has typed. */
export async function bannerLines(desk: Omit<Desk, 'who'>, state: UnitState): Promise<string[]> {
  const status = await askStatus(desk)
  return [
    '',
    `${desk.unit.name}   Strowger ${VERSION}   ${webAddress(desk.environment)}`,
    ...(status.ok ? verdict(status.value) : [status.error]),
    '',
    ...ownerLines(state),
  ]
}

/** Whoever stands before an unclaimed unit may have it (spec decision 3). */
function ownerLines(state: UnitState): string[] {
  switch (state.state) {
    case 'unclaimed':
      return [
        'This unit has no owner yet. Sign in at the address above, or here with: login',
        `  login           ${state.login}`,
        `  first password  ${state.firstPassword}`,
        `  set-up code     ${state.code}`,
      ]
    case 'preparing':
      return ['The unit prepares itself for its first start. Its first password comes in a moment.']
    case 'unreadable':
      return [`Nobody can sign in: ${state.text}`]
    case 'claimed':
      return []
  }
}

function webAddress({ bind, webPort }: Desk['environment']): string {
  const outside = bind.filter((address) => !/^(127\.|169\.254\.|::1$)/.test(address))
  const address = outside.find(isPrivate) ?? outside[0] ?? bind[0] ?? '127.0.0.1'
  return `https://${address.includes(':') ? `[${address}]` : address}:${webPort}`
}
