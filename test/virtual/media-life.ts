import { ContextTable } from '../../firmware/gateway/context-table.ts'
import { GatewayHost } from '../../firmware/gateway/host.ts'
import { openMedia } from '../../hal/ffi/media.ts'
import type { MediaLibrary } from '../../hal/ffi/media-library.ts'
import type { MemoryNetwork } from '../gateway/memory-network.ts'
import type { Diary } from './diary.ts'
import type { MortalClock } from './mortal.ts'

export interface MediaSurroundings {
  readonly clock: MortalClock
  readonly network: MemoryNetwork
  readonly lineAudio: string
  readonly boot: string
  readonly diary: Diary
  readonly happened: () => void
}

/** One life of the media process over the real library, whose time we step. */
export class MediaLife {
  readonly host: GatewayHost
  readonly table: ContextTable
  readonly #clock: MortalClock
  readonly #network: MemoryNetwork
  #dead = false
  #library: MediaLibrary | undefined

  constructor({ clock, network, lineAudio, boot, diary, happened }: MediaSurroundings) {
    this.#clock = clock
    this.#network = network
    let table: ContextTable | undefined
    this.host = new GatewayHost({
      clock,
      listen: network.listen,
      kind: 'media',
      boot,
      log: diary.log('media', () => this.#dead),
      open: (report) => {
        table = new ContextTable({
          clock,
          report,
          lineAudio,
          open: (onEvent) => {
            const ports = { low: 40_000, high: 40_100 }
            this.#library = openMedia(
              { maxTerminations: 64, ports, dscp: 0, rtpLostMs: 20_000, stepped: true },
              (event) => {
                happened()
                onEvent(event)
              },
            )
            return this.#library
          },
        })
        return table
      },
    })
    if (!table) throw new Error('media has no contexts')
    this.table = table
  }

  get library(): MediaLibrary {
    if (!this.#library) throw new Error('media has no library')
    return this.#library
  }

  kill(): void {
    this.#dead = true
    this.#clock.die()
    this.#network.gatewayDies()
    this.library.close()
  }
}
