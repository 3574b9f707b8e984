import type { Result } from '../result.ts'
import { ok, refuse } from '../result.ts'
import { payloads } from './payloads.ts'
import { fits } from './schema.ts'
import type { AnyTopic } from './topic-path.ts'

/** A message from the bus as its topic declares it; undefined for a state taken back. */
export function readPayload(topic: AnyTopic, text: string): Result<unknown> {
  if (text === '') return topic.retain ? ok(undefined) : refuse('it is empty')
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    return refuse('it is no JSON')
  }
  return fits(payloads[topic.payload], value) ? ok(value) : refuse(`it does not fit ${topic.path}`)
}
