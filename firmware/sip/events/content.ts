import type { Body, ExtraHeaders } from '../contract.ts'
import type { Document, EventPackage, Member, Subject } from './event-package.ts'
import { writeList } from './resource-list.ts'
import type { Topic, Topics, Watch } from './topic.ts'

/** What stands in a NOTIFY besides the headers of every NOTIFY. */
export interface Notice {
  readonly body?: Body | undefined
  readonly headers?: ExtraHeaders | undefined
}

/** What a subscription tells of: one subject, or a list of them. */
export interface Content {
  /** All that is to be told next, in full (`full`) or only what has changed. Then nothing is left to be told. */
  take(version: number, full: boolean): Notice
  close(): void
}

/** One subject. */
export class SingleContent implements Content, Watch {
  readonly #topics: Topics
  readonly #topic: Topic
  readonly #changed: () => void

  constructor(
    topics: Topics,
    event: EventPackage,
    subject: Subject,
    type: string,
    changed: () => void,
  ) {
    this.#topics = topics
    this.#topic = topics.watch(event, subject, type, this)
    this.#changed = changed
  }

  changed(): void {
    this.#changed()
  }

  take(version: number, full: boolean): Notice {
    return noticeOf(full ? this.#topic.latest : this.#topic.document, version)
  }

  close(): void {
    this.#topics.unwatch(this.#topic, this)
  }
}

/** A list of subjects, RFC 4662: all of them at first, then those that have changed. */
export class ListContent implements Content, Watch {
  readonly #topics: Topics
  readonly #subject: Subject
  readonly #changed: () => void
  readonly #members: ReadonlyMap<Topic, Member>
  readonly #refused: readonly Member[]
  readonly #fresh = new Set<Topic>()

  constructor(
    topics: Topics,
    event: EventPackage,
    subject: Subject,
    type: string,
    account: string,
    members: readonly Member[],
    changed: () => void,
  ) {
    this.#topics = topics
    this.#subject = subject
    this.#changed = changed
    const allowed = members.filter((member) => event.admit(account, member.subject) === 'active')
    this.#refused = members.filter((member) => !allowed.includes(member))
    this.#members = new Map(
      allowed.map((member) => [topics.watch(event, member.subject, type, this), member]),
    )
  }

  changed(topic: Topic): void {
    this.#fresh.add(topic)
    this.#changed()
  }

  take(version: number, full: boolean): Notice {
    const told = full ? [...this.#members.keys()] : [...this.#fresh]
    this.#fresh.clear()
    const instances = told.flatMap((topic) => {
      const member = this.#members.get(topic)
      return member ? [{ member, body: noticeOf(topic.document, version).body }] : []
    })
    return writeList({
      subject: this.#subject,
      version,
      full,
      instances,
      refused: full ? this.#refused : [],
    })
  }

  close(): void {
    for (const topic of this.#members.keys()) this.#topics.unwatch(topic, this)
  }
}

function noticeOf({ type, pieces, headers }: Document, version: number): Notice {
  if (type === undefined || pieces === undefined) return { headers }
  return { headers, body: { type, text: pieces.join(String(version)) } }
}
