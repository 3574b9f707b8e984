import type { Stream } from '../gateway/contract.ts'
import { midOf } from '../sip/sdp/attributes.ts'
import type { MediaDescription, SessionDescription } from '../sip/sdp/sdp.ts'
import { parseSdp } from '../sip/sdp/sdp.ts'
import type { Capabilities, LocalAudio } from './offer-answer.ts'
import { audioOffer, inUseFirst, nothingOf, write } from './offer-answer.ts'
import type { PlacedMedia } from './passed-media.ts'
import { passableIn } from './passed-media.ts'
import type { Wanted } from './passing.ts'
import type { Ours } from './protection/read.ts'
import { writeOffered } from './protection/write.ts'

type Lines = ReadonlyMap<number, MediaDescription>

/** Where the m-lines of an offer stand. */
export interface OfferPlan {
  /** Undefined: no audio. */
  readonly audio: number | undefined
  /** Of what is wanted beside it, in its order. */
  readonly places: readonly number[]
}

/** Whether a description may hold what passes: much cheaper than to read it. */
export function mentionsOthers(sdp: string): boolean {
  return /^m=(?:video|image) /m.test(sdp)
}

/** An offer of fax and no audio, by a gateway or adapter that knows beforehand what it will send (T.38 Annex D); undefined: it is something else. */
export function faxAlone(sdp: string): SessionDescription | undefined {
  if (!mentionsOthers(sdp)) return undefined
  const parsed = parseSdp(sdp)
  if (!parsed.ok || parsed.value.media.some(isLive('audio'))) return undefined
  return passableIn(parsed.value).some(({ media }) => media.type === 'image')
    ? parsed.value
    : undefined
}

/** Place of the audio in a description; -1: it has none. */
export function audioIn(sdp: string): number {
  return mediaOf(sdp).findIndex(isLive('audio'))
}

/**
 * Places in a new offer after what we said last (RFC 3264 §8): each stream keeps its own, and where audio ends fax takes its place
 * (§8.3.3, T.38 Annex D), which is what terminals expect.
 */
export function planOf(previous: string, { audio, media }: Wanted): OfferPlan {
  const before = mediaOf(previous)
  const audioAt = [isLive('audio'), isLive('image')]
    .map((is) => before.findIndex(is))
    .find((index) => index >= 0)
  const home = audioAt ?? 0
  const taken = new Set(audio ? [home] : [])
  let count = Math.max(before.length, taken.size)
  const places = media.map((placed) => {
    const own = before.findIndex(
      ({ type }, index) => !taken.has(index) && index !== home && type === placed.media.type,
    )
    const place = own >= 0 ? own : taken.has(home) ? count++ : home
    taken.add(place)
    return place
  })
  return { audio: audio ? home : undefined, places }
}

/** The offer of a plan, with `lines` beside its audio; what was there before and is no longer wanted stays in its place, refused. */
export function writePlanned(
  local: LocalAudio,
  capabilities: Capabilities,
  { previous, audio, lines, stream }: Previous,
  ours: Ours,
): string {
  const before = mediaOf(previous)
  const last = audio === undefined ? undefined : before[audio]
  const written = writeOffered(ours, local, last && midOf(last))
  const offered = audioOffer(local, inUseFirst(capabilities, stream), written, stream)
  const count = Math.max(before.length, (audio ?? -1) + 1, ...[...lines.keys()].map((i) => i + 1))
  const media = Array.from({ length: count }, (_, index) => {
    const old = before[index]
    return index === audio ? offered : (lines.get(index) ?? (old ? nothingOf(old) : offered))
  })
  return write(local, media, audio === undefined ? [] : written.session)
}

interface Previous {
  /** What we said last. */
  readonly previous: string
  /** Place of the audio; undefined: none is offered. */
  readonly audio: number | undefined
  readonly lines: Lines
  readonly stream: Stream | undefined
}

/** The answer to an offer without audio. */
export function answerWithoutAudio(
  local: LocalAudio,
  { media }: SessionDescription,
  lines: Lines,
): string {
  return write(
    local,
    media.map((line, index) => lines.get(index) ?? nothingOf(line)),
  )
}

/** What is offered beside audio, at the places that it gets in a first offer of ours. */
export function behindAudio(media: readonly PlacedMedia[]): readonly number[] {
  return media.map((_, index) => index + 1)
}

function isLive(type: string) {
  return (media: MediaDescription) => media.type === type && media.port !== 0
}

function mediaOf(sdp: string): readonly MediaDescription[] {
  const parsed = parseSdp(sdp)
  return parsed.ok ? parsed.value.media : []
}
