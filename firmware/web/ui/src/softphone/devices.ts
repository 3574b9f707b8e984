import { Watched } from '../api/watched.ts'

/** What a person chooses: into what they speak, where they hear, and where it rings. */
export const ROLES = ['microphone', 'speaker', 'ring'] as const
export type DeviceRole = (typeof ROLES)[number]

export interface Devices {
  readonly inputs: readonly MediaDeviceInfo[]
  readonly outputs: readonly MediaDeviceInfo[]
  /** IDs; '' is the one of the system. */
  readonly chosen: Readonly<Record<DeviceRole, string>>
}

const KEPT = 'strowger-phone-devices'

export const devices = new Watched<Devices>({ inputs: [], outputs: [], chosen: kept() })

/** Fills the list: names are told only once the microphone was allowed. */
export async function lookForDevices(): Promise<void> {
  const all = (await navigator.mediaDevices?.enumerateDevices()) ?? []
  const named = all.filter(({ deviceId }) => deviceId !== '' && deviceId !== 'default')
  devices.set({
    ...devices.get(),
    inputs: named.filter(({ kind }) => kind === 'audioinput'),
    outputs: named.filter(({ kind }) => kind === 'audiooutput'),
  })
}

export function choose(role: DeviceRole, id: string): void {
  const chosen = { ...devices.get().chosen, [role]: id }
  localStorage.setItem(KEPT, JSON.stringify(chosen))
  devices.set({ ...devices.get(), chosen })
}

/** Rejects as `getUserMedia` does; a chosen microphone that is gone is replaced by that of the system. */
export function microphone(): Promise<MediaStream> {
  const id = devices.get().chosen.microphone
  const known = devices.get().inputs.some(({ deviceId }) => deviceId === id)
  const audio = { echoCancellation: true, noiseSuppression: true, autoGainControl: true }
  return navigator.mediaDevices.getUserMedia({
    audio: known ? { ...audio, deviceId: { exact: id } } : audio,
  })
}

/** Lets an element play where the person wants it. A browser that cannot, and a device that is gone, leave it with that of the system. */
export async function sinkOf(element: HTMLAudioElement, role: 'speaker' | 'ring'): Promise<void> {
  const id = devices.get().chosen[role]
  if (id === '' || !('setSinkId' in element)) return
  try {
    await element.setSinkId(id)
  } catch {
    await element.setSinkId('').catch(() => {}) // nothing else to play it on
  }
}

function kept(): Devices['chosen'] {
  const none = { microphone: '', speaker: '', ring: '' }
  try {
    const said = JSON.parse(localStorage.getItem(KEPT) ?? '{}') as Record<string, unknown>
    const own = ROLES.filter((role) => typeof said[role] === 'string')
    return { ...none, ...Object.fromEntries(own.map((role) => [role, said[role]])) }
  } catch {
    return none
  }
}
