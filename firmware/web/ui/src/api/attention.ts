import { clock } from '../clock.ts'
import { Watched } from './watched.ts'

/** When a person did something with this page last, UTC ms; opening it is the first. */
export const lastTouch = new Watched(clock.now())

for (const kind of ['pointerdown', 'keydown', 'wheel'] as const) {
  addEventListener(kind, () => lastTouch.set(clock.now()), { capture: true, passive: true })
}
