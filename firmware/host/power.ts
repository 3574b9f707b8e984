import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import type { HostArgs, HostBackend } from './verbs.ts'

/** What the appliance image calls itself in os-release(5). On any other machine the power is its owner's. */
const IMAGE_ID = 'strowger'
const VERBS = { restart: 'reboot', off: 'poweroff' } as const

/** Restarts the machine or switches it off, where it is the appliance. */
export function powerBackend(osRelease = '/etc/os-release', systemctl = 'systemctl'): HostBackend {
  if (!isImage(osRelease)) return {}
  return {
    power: async ({ action }: HostArgs<'power'>) => {
      const child = spawn(systemctl, [VERBS[action]], { stdio: 'ignore' })
      const [code] = (await once(child, 'close')) as [number | null] // rejects where there is none
      if (code !== 0) throw new Error(`systemctl ended with ${code}`)
      return {}
    },
  }
}

function isImage(osRelease: string): boolean {
  try {
    return new RegExp(`^IMAGE_ID="?${IMAGE_ID}"?$`, 'm').test(readFileSync(osRelease, 'utf8'))
  } catch {
    return false // a machine without one is no image of ours
  }
}
