import type { Dial, Listen, Wire, WireEnd } from '../../firmware/gateway/wire.ts'

type Way = 'up' | 'down' // up: to the gateway

interface End {
  told: WireEnd | undefined
  /** Pieces on their way to this end. */
  pieces: Buffer[]
  /** The other end has closed or the wire was cut: told after the last piece. */
  ending: string | undefined
}

/** One connection in memory: what is sent stays on its way until a test delivers it. */
export class MemoryLink {
  readonly up: End = { told: undefined, pieces: [], ending: undefined }
  readonly down: End = { told: undefined, pieces: [], ending: undefined }

  /** Bytes on their way. */
  inFlight(way: Way): number {
    return this[way].pieces.reduce((sum, piece) => sum + piece.length, 0)
  }

  get idle(): boolean {
    return (['up', 'down'] as const).every((way) => {
      const { pieces, ending, told } = this[way]
      return !told || (pieces.length === 0 && ending === undefined)
    })
  }

  /** Hands `bytes` of what is on its way to its end, then the news that the other end has gone. */
  deliver(way: Way, bytes = Number.POSITIVE_INFINITY): void {
    const end = this[way]
    let left = bytes
    while (left > 0) {
      const piece = end.pieces.shift()
      if (!piece) break
      if (piece.length > left) end.pieces.unshift(piece.subarray(left))
      end.told?.data(Buffer.from(piece.subarray(0, left)))
      left -= piece.length
    }
    if (end.pieces.length === 0 && end.ending !== undefined) {
      const { told, ending } = end
      end.told = undefined
      told?.closed(ending)
    }
  }

  /** The network fails: all that is on its way is lost; each end learns of it when it is delivered to. */
  cut(): void {
    for (const end of [this.up, this.down]) {
      end.pieces = []
      end.ending = 'cut'
    }
  }

  /** The process at one end dies: what it sent still arrives. */
  die(way: Way): void {
    this[way].told = undefined
    this[way].pieces = []
    this[way === 'up' ? 'down' : 'up'].ending ??= 'died'
  }

  /** The wire in the hands of the end that is told what goes `way`. */
  wire(way: Way): Wire {
    const mine = this[way]
    const other = this[way === 'up' ? 'down' : 'up']
    return {
      send: (bytes) => {
        if (mine.told && other.told && other.ending === undefined)
          other.pieces.push(Buffer.from(bytes))
      },
      get backlog() {
        return other.pieces.reduce((sum, piece) => sum + piece.length, 0)
      },
      close: () => {
        if (!mine.told) return
        mine.told = undefined
        mine.pieces = []
        other.ending ??= 'closed'
      },
    }
  }
}

/** A network with one gateway address. */
export class MemoryNetwork {
  readonly links: MemoryLink[] = []
  #accept: ((wire: Wire) => WireEnd) | undefined

  /** @param made is told of each link that this dialler makes */
  dial(made: (link: MemoryLink) => void = () => {}): Dial {
    return (end) => {
      const link = new MemoryLink()
      link.down.told = end
      made(link)
      this.links.push(link)
      if (this.#accept) link.up.told = this.#accept(link.wire('up'))
      else link.down.ending = 'nobody listens'
      return link.wire('down')
    }
  }

  readonly listen: Listen = async (accept) => {
    this.#accept = accept
    return {
      close: async () => {
        this.#accept = undefined
      },
    }
  }

  /** The gateway's process dies. */
  gatewayDies(): void {
    this.#accept = undefined
    for (const link of this.links) if (link.up.told) link.die('up')
  }

  /** Delivers all that is on its way; whether there was any. */
  deliverAll(): boolean {
    const busy = this.links.filter((link) => !link.idle)
    for (const link of busy) {
      link.deliver('up')
      link.deliver('down')
    }
    return busy.length > 0
  }
}
