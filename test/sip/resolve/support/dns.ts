import type { Answer, DnsSource, RecordType } from '../../../../firmware/sip/resolve/dns-source.ts'

/** DNS as a test writes it: `SRV _sip._udp.example.com` to records; what is not written does not exist. */
export interface ScriptedDns extends DnsSource {
  readonly asked: string[]
  answers: Record<string, readonly unknown[]>
  /** Nobody answers: each question fails at once, or stays open. */
  mood: 'well' | 'failing' | 'silent'
  ttlSeconds: number | undefined
}

export function scriptedDns(answers: Record<string, readonly unknown[]> = {}): ScriptedDns {
  const dns: ScriptedDns = {
    asked: [],
    answers,
    mood: 'well',
    ttlSeconds: 60,
    query: async <Type extends RecordType>(type: Type, name: string) => {
      const question = `${type} ${name}`
      dns.asked.push(question)
      if (dns.mood === 'silent') return new Promise<Answer<Type>>(() => {})
      if (dns.mood === 'failing') throw new Error('SERVFAIL')
      const records = (dns.answers[question] ?? []) as Answer<Type>['records']
      return { records, ttlSeconds: dns.ttlSeconds }
    },
  }
  return dns
}

export function srv(target: string, port: number, priority = 10, weight = 0) {
  return { target, port, priority, weight }
}

export function naptr(order: number, preference: number, service: string, replacement: string) {
  return { order, preference, flags: 's', service, replacement }
}
