import type { FxoFinding, FxoLegWorld } from '../../firmware/calls/fxo-leg.ts'
import type { LineLeg } from '../../firmware/calls/line-leg.ts'
import { MediaContext } from '../../firmware/calls/media-context.ts'
import { VirtualClock } from '../../firmware/clock/virtual-clock.ts'
import { internalNumber } from '../../firmware/model/party-number.ts'
import { FakeGateway } from './fakes.ts'

export const somebody = { party: internalNumber('107', 'Lobby'), device: 'phone' }

/** What a leg on a line works with, and what it did with it. */
export class LineWorld {
  readonly clock = new VirtualClock()
  readonly media = new FakeGateway()
  readonly lines = new FakeGateway()
  readonly found: FxoFinding[] = []
  readonly released: string[] = []
  readonly failures: string[] = []
  readonly traced: string[] = []
  isAside = false
  readonly context = new MediaContext('call', this.media, { changed: () => {}, failed: () => {} })

  get world(): FxoLegWorld {
    return {
      clock: this.clock,
      context: this.context,
      owner: { changed: () => {}, digit: () => {} },
      lines: this.lines,
      released: (leg: LineLeg) => this.released.push(leg.line),
      failed: (error) => this.failures.push(String((error as Error).message)),
      found: (_line, finding) => this.found.push(finding),
      trace: (_leg, direction, text) => this.traced.push(`${direction} ${text}`),
      isAside: () => this.isAside,
    }
  }

  async settle(ms = 0): Promise<void> {
    await this.clock.advance(ms)
    await this.clock.advance(0)
  }
}
