import type { Test } from 'tap'
import { openMedia } from '../../hal/ffi/media.ts'
import type {
  AudioCodec,
  Handle,
  MediaEvent,
  MediaLibrary,
  RtpStream,
} from '../../hal/ffi/media-library.ts'
import { Phone, until } from './phone.ts'

export interface Party {
  readonly phone: Phone
  readonly termination: Handle
  readonly port: number
}

interface Parties {
  1: [Party]
  2: [Party, Party]
  3: [Party, Party, Party]
  4: [Party, Party, Party, Party]
}

/** A media library for one test, with phones on it. All is closed when the test ends. */
export class Office {
  readonly media: MediaLibrary
  readonly events: MediaEvent[] = []
  readonly #phones: Phone[] = []

  constructor(t: Test, rtpLostMs = 0) {
    const ports = { low: 20_000, high: 60_000 }
    this.media = openMedia({ maxTerminations: 64, ports, dscp: 46, rtpLostMs }, (event) =>
      this.events.push(event),
    )
    t.teardown(async () => {
      this.media.close()
      await Promise.all(this.#phones.map((phone) => phone.close()))
    })
  }

  /** A phone, its termination in `context`, and its stream set; `changes` come over the usual stream. */
  async party(
    context: Handle,
    codec: AudioCodec = 'PCMU',
    changes: Partial<RtpStream> = {},
  ): Promise<Party> {
    const phone = await Phone.open(codec)
    this.#phones.push(phone)
    const { termination, port } = this.media.addRtp(context, { localAddress: '127.0.0.1' })
    phone.towards = port
    this.media.setRtp(termination, phone.stream(changes))
    return { phone, termination, port }
  }

  /** Several parties in one new context. */
  async call<Count extends keyof Parties>(count: Count): Promise<Parties[Count]> {
    const context = this.media.addContext()
    const parties: Party[] = []
    for (let i = 0; i < count; i++) parties.push(await this.party(context))
    return parties as Parties[Count]
  }

  /** A phone that has no termination. */
  async stranger(towards: number): Promise<Phone> {
    const phone = await Phone.open()
    this.#phones.push(phone)
    phone.towards = towards
    return phone
  }

  /** Waits for the first event that fits, and takes it out. */
  async event<Kind extends MediaEvent['kind']>(
    kind: Kind,
  ): Promise<Extract<MediaEvent, { kind: Kind }>> {
    const fits = (event: MediaEvent): event is Extract<MediaEvent, { kind: Kind }> =>
      event.kind === kind
    await until(
      () => this.events.some(fits),
      () => `no event ${kind}`,
    )
    const index = this.events.findIndex(fits)
    const [event] = this.events.splice(index, 1)
    return event as Extract<MediaEvent, { kind: Kind }>
  }

  /** The digits reported so far, `source` alone if given. */
  digits(source?: 'rfc4733' | 'in-band'): string {
    return this.events
      .flatMap((event) =>
        event.kind === 'digit' && (!source || event.source === source) ? [event.digit] : [],
      )
      .join('')
  }
}
