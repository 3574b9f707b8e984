/** Counters and gauges as every process tells them (verb `metrics`), and their text for programs that gather such things (OpenMetrics 1.0). */

export type MetricKind = 'counter' | 'gauge' | 'histogram'

export interface Sample {
  readonly labels?: Readonly<Record<string, string>>
  readonly value: number
  /** Of a histogram: how many were at most so large, from the smallest bound on; `value` is the sum of all. */
  readonly buckets?: readonly (readonly [most: number, count: number])[]
  readonly count?: number
}

/** All samples of one name. The name ends with its unit; `_total` of a counter is added by the text. */
export interface MetricFamily {
  readonly name: string
  readonly kind: MetricKind
  readonly help: string
  readonly samples: readonly Sample[]
}

/** One value without labels, or several. */
export function family(
  kind: 'counter' | 'gauge',
  name: string,
  help: string,
  samples: number | readonly Sample[],
): MetricFamily {
  return {
    name: `strowger_${name}`,
    kind,
    help,
    samples: typeof samples === 'number' ? [{ value: samples }] : samples,
  }
}

/** Counts how often something was at most so large. */
export class Histogram {
  readonly #bounds: readonly number[]
  readonly #counts: number[]
  #sum = 0

  /** `bounds`: ascending; what is larger than the last is counted too. */
  constructor(bounds: readonly number[]) {
    this.#bounds = bounds
    this.#counts = Array<number>(bounds.length + 1).fill(0)
  }

  add(value: number): void {
    const found = this.#bounds.findIndex((bound) => value <= bound)
    const at = found < 0 ? this.#bounds.length : found
    this.#counts[at] = (this.#counts[at] ?? 0) + 1
    this.#sum += value
  }

  family(name: string, help: string): MetricFamily {
    let count = 0
    const buckets = this.#bounds.map((bound, at) => {
      count += this.#counts[at] ?? 0
      return [bound, count] as const
    })
    count += this.#counts.at(-1) ?? 0
    const sample = { value: this.#sum, buckets, count }
    return { name: `strowger_${name}`, kind: 'histogram', help, samples: [sample] }
  }
}

/** What every process tells of itself. `startedAt`: UTC, ms. */
export function processMetrics(name: string, startedAt: number): readonly MetricFamily[] {
  const { user, system } = process.cpuUsage()
  const own = (value: number) => [{ labels: { process: name }, value }]
  return [
    family(
      'counter',
      'process_cpu_seconds',
      'CPU time, user and system',
      own((user + system) / 1e6),
    ),
    family(
      'gauge',
      'process_resident_memory_bytes',
      'Memory in use',
      own(process.memoryUsage.rss()),
    ),
    family('gauge', 'process_start_time_seconds', 'Start, since 1970', own(startedAt / 1000)),
  ]
}

/** Families of the same name from several processes become one; a second help or kind is not looked at. */
export function merged(families: Iterable<MetricFamily>): readonly MetricFamily[] {
  const all = new Map<string, MetricFamily>()
  for (const one of families) {
    const known = all.get(one.name)
    const samples = known ? [...known.samples, ...one.samples] : one.samples
    all.set(one.name, known ? { ...known, samples } : one)
  }
  return [...all.values()]
}

export const OPEN_METRICS = 'application/openmetrics-text; version=1.0.0; charset=utf-8'

/** OpenMetrics 1.0, which Prometheus reads. */
export function openMetrics(families: readonly MetricFamily[]): string {
  const lines = families.flatMap(({ name, kind, help, samples }) => [
    `# TYPE ${name} ${kind}`,
    `# HELP ${name} ${escaped(help)}`,
    ...samples.flatMap((sample) => linesOf(name, kind, sample)),
  ])
  return [...lines, '# EOF', ''].join('\n')
}

function linesOf(name: string, kind: MetricKind, sample: Sample): string[] {
  const { labels = {}, value, buckets = [], count = 0 } = sample
  if (kind === 'counter') return [`${name}_total${shown(labels)} ${value}`]
  if (kind === 'gauge') return [`${name}${shown(labels)} ${value}`]
  return [
    ...buckets.map(
      ([most, upTo]) => `${name}_bucket${shown({ ...labels, le: bound(most) })} ${upTo}`,
    ),
    `${name}_bucket${shown({ ...labels, le: '+Inf' })} ${count}`,
    `${name}_sum${shown(labels)} ${value}`,
    `${name}_count${shown(labels)} ${count}`,
  ]
}

/** A bound is written as a number with a fraction, always alike. */
function bound(value: number): string {
  return Number.isInteger(value) ? `${value}.0` : String(value)
}

function shown(labels: Readonly<Record<string, string>>): string {
  const pairs = Object.entries(labels).map(([name, value]) => `${name}="${escaped(value)}"`)
  return pairs.length === 0 ? '' : `{${pairs.join(',')}}`
}

function escaped(text: string): string {
  return text.replace(/[\\"\n]/g, (character) => (character === '\n' ? '\\n' : `\\${character}`))
}
