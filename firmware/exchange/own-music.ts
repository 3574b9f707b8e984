import { AnalogHandset } from '../model/analog-handset.ts'
import { Handset } from '../model/handset.ts'
import type { HoldMusic, PhoneHoldMusic } from '../model/hold-music.ts'
import type { HoldMusicSource } from '../model/hold-music-source.ts'
import { HoldMusicSource as Source } from '../model/hold-music-source.ts'
import type { ServerSettings } from '../model/server-settings.ts'
import type { HeardMusic } from '../prompts/hold-music.ts'
import type { Store } from '../store/store.ts'

/** Music of the office's own, and who has chosen it (MOH-13, MOH-18). */
export class OwnMusic {
  #sources: ReadonlyMap<string, HoldMusicSource> = new Map()
  #chosen: ReadonlyMap<string, string> = new Map()

  /** As the store has it now. */
  read(store: Pick<Store, 'all'>): void {
    this.#sources = new Map(store.all(Source).map((source) => [source.id, source]))
    const phones = [...store.all(Handset), ...store.all(AnalogHandset)]
    this.#chosen = new Map(
      phones.flatMap(({ id, ownMusic }) => (ownMusic ? [[id, ownMusic] as const] : [])),
    )
  }

  /** What is heard while a telephone that says `phone` has somebody on hold: its own music, else as it says, else as the office. */
  heard(
    device: string | undefined,
    phone: PhoneHoldMusic,
    settings: Pick<ServerSettings, 'holdMusic' | 'ownMusic'>,
  ): HeardMusic {
    const own = this.#source(device === undefined ? undefined : this.#chosen.get(device))
    if (own) return own
    if (phone !== 'default') return supplied(phone)
    return this.#source(settings.ownMusic) ?? supplied(settings.holdMusic)
  }

  #source(id: string | undefined): HeardMusic | undefined {
    const source = id === undefined ? undefined : this.#sources.get(id)
    if (!source) return undefined
    return source.linePort
      ? { kind: 'line', port: source.linePort }
      : { kind: 'recording', mark: source.recording }
  }
}

function supplied(which: HoldMusic): HeardMusic {
  return { kind: 'supplied', which }
}
