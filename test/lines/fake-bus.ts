import type { Bus } from '../../firmware/bus/bus.ts'

/** A bus that remembers what was published and cleared, by its topic's path and names. */
export class FakeBus implements Bus {
  readonly connected = true
  readonly said: { topic: string; params: unknown; payload: unknown }[] = []
  readonly cleared: unknown[] = []
  #hearers: ((params: Record<string, string>, present: boolean) => void)[] = []

  publish: Bus['publish'] = (topic, params, payload) => {
    this.said.push({ topic: topic.path, params, payload })
  }

  clear: Bus['clear'] = (_topic, params) => {
    this.cleared.push(params)
  }

  subscribe: Bus['subscribe'] = () => {}

  presence: Bus['presence'] = (_topic, hear) => {
    this.#hearers.push(hear as (params: Record<string, string>, present: boolean) => void)
  }

  whenConnected(): void {}

  async close(): Promise<void> {}

  /** The broker has this state from an earlier life. */
  retained(params: Record<string, string>): void {
    for (const hear of this.#hearers) hear(params, true)
  }
}
