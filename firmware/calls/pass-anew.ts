import type { Leg } from './leg.ts'
import type { Passes } from './media-passes.ts'
import type { Passing, Wish } from './passing.ts'

interface Ground {
  /** Whether the two still have each other. */
  readonly isTogether: () => boolean
  readonly passes: Pick<Passes, 'areLinked' | 'link'>
}

/**
 * Two who are in calls already have each other now (a transfer, an attendant): the video or fax that one of them had goes on with the
 * other, if that one takes it (RFC 3725 §9: we offer to both). Where it does not, they talk.
 */
export async function passAnew(a: Leg, b: Leg, ground: Ground): Promise<void> {
  const [one, other] = [a.passing, b.passing]
  if (!one || !other) {
    await toAudio(one ?? other)
    return
  }
  if (one.waits || other.waits || areLinked(one.wish, other.wish, ground)) return
  if (mayGoOn(one, other)) await bring(one, other, ground)
  else if (mayGoOn(other, one)) await bring(other, one, ground)
}

/** Something of `one` may pass: it did, or `other` has been asked for it already. */
function mayGoOn(one: Passing, other: Passing): boolean {
  const { wish } = one
  return wish.passes.length > 0 || other.answered(wish) !== undefined
}

function bring(from: Passing, to: Passing, ground: Ground): Promise<void> {
  return from.during(() => to.during(() => offerToBoth(from, to, ground)))
}

async function offerToBoth(from: Passing, to: Passing, ground: Ground): Promise<void> {
  const { wish } = from
  const taken = to.answered(wish) ?? (await to.offer(wish))
  if (!ground.isTogether()) return
  if (typeof taken === 'number' || taken.length === 0) {
    await from.offer(AUDIO_ALONE)
    return
  }
  const media = taken.map(({ media }, index) => ({ index, media }))
  const back = await from.offer({ audio: wish.audio, media })
  if (!ground.isTogether()) return
  const pairs =
    typeof back === 'number' ? [] : back.map(({ of, pass }) => [pass, taken[of]] as const)
  for (const [pass, other] of pairs) if (other) ground.passes.link(pass, other.pass)
  if (pairs.length === 0) await to.offer(AUDIO_ALONE)
}

const AUDIO_ALONE = { audio: true, media: [] }

/** Fax to who has none gives way to audio. */
async function toAudio(passing: Passing | undefined): Promise<void> {
  if (passing && !passing.wish.audio)
    await passing.during(async () => void (await passing.offer(AUDIO_ALONE)))
}

function areLinked(a: Wish, b: Wish, { passes }: Ground): boolean {
  return a.passes.some((pass) => b.passes.some((other) => passes.areLinked(pass, other)))
}
