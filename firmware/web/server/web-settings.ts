import type { Unit } from '../../access/unit.ts'
import { complete } from '../../model/complete.ts'
import { WebSettings } from '../../model/web-settings.ts'
import { StoreError } from '../../store/store-error.ts'
import type { SessionLimits } from './sessions.ts'

type Settings = Pick<
  WebSettings,
  'idleSeconds' | 'mostSessions' | 'leastTls' | 'remoteAdministration'
>

const USUAL = complete(WebSettings.fields, {}, () => '') as Settings

/** What is set now; the defaults while there is no store, or none that can be read. Never throws. */
export function webSettings({ store }: Pick<Unit, 'store'>): Settings {
  try {
    return store?.only(WebSettings) ?? USUAL
  } catch (error) {
    if (error instanceof StoreError) return USUAL
    throw error
  }
}

export function sessionLimits(unit: Pick<Unit, 'store'>): SessionLimits {
  const { idleSeconds, mostSessions } = webSettings(unit)
  return { idleMs: idleSeconds * 1000, most: mostSessions }
}
