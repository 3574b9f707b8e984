import type { Document, EventPackage, Subject } from './event-package.ts'

/** Who is told of a topic's changes. */
export interface Watch {
  changed(topic: Topic): void
}

/** The state of one subject as one body type: written once, however many watch. */
export class Topic {
  readonly event: EventPackage
  readonly subject: Subject
  readonly type: string
  readonly watches = new Set<Watch>()
  #document: Document | undefined

  constructor(event: EventPackage, subject: Subject, type: string) {
    this.event = event
    this.subject = subject
    this.type = type
  }

  get document(): Document {
    this.#document ??= this.event.document(this.subject, this.type)
    return this.#document
  }

  /** The state as it is this moment, where it has times in it that go on by themselves. */
  get latest(): Document {
    if (this.event.hasTimes) this.#document = undefined
    return this.document
  }

  /** Something about the subject is different; whether it shows is found out here. */
  changed(): void {
    const before = this.#document
    this.#document = this.event.document(this.subject, this.type)
    if (before && isSame(before, this.#document)) return
    for (const watch of this.watches) watch.changed(this)
  }
}

function isSame(one: Document, other: Document): boolean {
  return (
    one.type === other.type &&
    (one.pieces ?? []).join() === (other.pieces ?? []).join() &&
    (one.headers ?? []).join() === (other.headers ?? []).join()
  )
}

/** All that is watched now. */
export class Topics {
  /** By package and user: what a change is reported with. Different hosts and types are different topics. */
  readonly #byUser = new Map<string, Topic[]>()

  /** The topic, with `watch` from now on told of its changes. */
  watch(event: EventPackage, subject: Subject, type: string, watch: Watch): Topic {
    const key = `${event.name} ${subject.user}`
    const known = this.#byUser.get(key) ?? []
    const found = known.find((topic) => topic.subject.host === subject.host && topic.type === type)
    const topic = found ?? new Topic(event, subject, type)
    if (!found) this.#byUser.set(key, [...known, topic])
    topic.watches.add(watch)
    return topic
  }

  unwatch(topic: Topic, watch: Watch): void {
    topic.watches.delete(watch)
    if (topic.watches.size > 0) return
    const key = `${topic.event.name} ${topic.subject.user}`
    const left = (this.#byUser.get(key) ?? []).filter((other) => other !== topic)
    if (left.length > 0) this.#byUser.set(key, left)
    else this.#byUser.delete(key)
  }

  /** Something about a user is different. Costs next to nothing when nobody watches. */
  changed(event: string, user: string): void {
    const topics = this.#byUser.get(`${event} ${user}`)
    if (topics) for (const topic of topics) topic.changed()
  }

  /** Everything of a package may be different. */
  allChanged(event: string): void {
    for (const topics of this.#byUser.values()) {
      for (const topic of topics) if (topic.event.name === event) topic.changed()
    }
  }

  get size(): number {
    return this.#byUser.size
  }
}
