/**
 * Call-progress tones by country: facts of ITU-T E.180 Supplement 2, as spec 73 (DFEA-72) and the zones of DAHDI's libtonezone give them; where the
 * two differ the specification wins. Each is written as the tables of the field do: frequencies, then on/off/on/off … in milliseconds.
 *
 *   '350+440'                       steady
 *   '400+450 400/200/400/2000'      with a cadence
 *   '400x25 1000/4000'              400 Hz, modulated by 25 Hz
 *   '950 330, 1400 330, 0 1000'     one after the other, from the beginning again after the last; 0 is silence
 *   '425 375/375, 425@-10 375/375'  the second one 10 dB weaker
 *   '440 100/100 | 440'             what stands before the bar sounds once
 */
export interface TonePlan {
  /** The exchange waits for digits. */
  readonly dial: string
  /** The same when a call is on hold. Left out: three short bursts of dial tone, then dial tone. */
  readonly recall?: string
  readonly ringback: string
  readonly busy: string
  /** Reorder: the call cannot be completed. */
  readonly congestion: string
  /** Somebody calls while another call is on. */
  readonly waiting: string
  /** Special information tone before an announcement; left out: as E.180 §7 has it. */
  readonly info?: string
  /** The call is recorded; left out: 1400 Hz for half a second every 15 s. */
  readonly record?: string
}

const northAmerica: TonePlan = {
  dial: '350+440',
  ringback: '440+480 2000/4000',
  busy: '480+620 500/500',
  congestion: '480+620 250/250',
  waiting: '440 300/10000',
}

/** For countries that have no row: what E.180 recommends. */
export const RECOMMENDED: TonePlan = {
  dial: '425',
  ringback: '425 1000/4000',
  busy: '425 500/500',
  congestion: '425 250/250',
  waiting: '425 200/600/200/10000',
}

/** Members of the North American Numbering Plan; their tones are the same. */
const NANP = 'US CA AG AI AS BB BM BS DM DO GD GU JM KN KY LC MP MS PR SX TC TT VC VG VI'

/** By ISO 3166 code. */
export const TONE_PLANS: Readonly<Record<string, TonePlan>> = {
  ...Object.fromEntries(NANP.split(' ').map((country) => [country, northAmerica])),
  AE: {
    dial: '350+440',
    ringback: '400+425 400/200/400/2000',
    busy: '400 375/375',
    congestion: '425 400/350/225/525',
    waiting: '420 40/1960',
    recall: '380+420',
    info: '950 330, 1450 330, 1850 330, 0 1000',
    record: '1400 80/14920',
  },
  AR: {
    dial: '425',
    ringback: '425 1000/4000',
    busy: '425 300/200',
    congestion: '425 300/400',
    waiting: '425 200/600/200/10000',
    info: '425 100/100',
    record: '1400 500/14000',
  },
  AT: {
    dial: '420',
    recall: '380+420',
    ringback: '420 1000/5000',
    busy: '420 400/400',
    congestion: '420 200/200',
    waiting: '420 40/1960',
    info: '950 330, 1450 330, 1850 330, 0 1000',
    record: '1400 80/14920',
  },
  AU: {
    dial: '413+438',
    recall: '413+428',
    ringback: '413+438 400/200/400/2000',
    busy: '425 375/375',
    congestion: '425 375/375, 425@-10 375/375',
    waiting: '425 200/200/200/4400',
    info: '425 2500/500',
    record: '425 1000/15000 | 425 360/15000',
  },
  BE: {
    dial: '425',
    ringback: '425 1000/3000',
    busy: '425 500/500',
    congestion: '425 167/167',
    waiting: '1400 175/175/175/3500',
    info: '900 330, 1400 330, 1800 330, 0 1000',
  },
  BG: {
    dial: '425',
    ringback: '425 1000/4000',
    busy: '425 500/500',
    congestion: '425 250/250',
    waiting: '425 150/150/150/4000',
    record: '1400 425/15000',
  },
  BR: {
    dial: '425',
    ringback: '425 1000/4000',
    busy: '425 250/250',
    congestion: '425 250/250/750/250',
    waiting: '425 50/1000',
    recall: '350+440',
    record: '425 250/250',
  },
  CH: {
    dial: '425',
    ringback: '425 1000/4000',
    busy: '425 500/500',
    congestion: '425 200/200',
    waiting: '425 200/200/200/4000',
    record: '1400 80/15000',
  },
  CL: {
    dial: '400',
    ringback: '400 1000/3000',
    busy: '400 500/500',
    congestion: '400 200/200',
    waiting: '400 250/8750',
    info: '950 333, 1400 333, 1800 333, 0 1000',
  },
  CN: {
    dial: '450',
    recall: '450',
    ringback: '450 1000/4000',
    busy: '450 350/350',
    congestion: '450 700/700',
    waiting: '450 400/4000',
    info: '450 100/100/100/100/100/100/400/400',
    record: '950 400/10000',
  },
  CR: {
    dial: '450',
    ringback: '450 1203/4900',
    busy: '450 330/330',
    congestion: '450 330/330',
    waiting: '450 150/150/150/8000',
  },
  CZ: {
    dial: '425 330/330/660/660',
    ringback: '425 1000/4000',
    busy: '425 330/330',
    congestion: '425 165/165',
    waiting: '425 330/9000',
    info: '950 330/30, 1400 330/30, 1800 330/1000',
    record: '1400 500/14000',
  },
  DE: {
    dial: '425',
    ringback: '425 1000/4000',
    busy: '425 480/480',
    congestion: '425 240/240',
    waiting: '425 200/200/200/5000',
    record: '1400 80/15000',
  },
  DK: {
    dial: '425',
    ringback: '425 1000/4000',
    busy: '425 500/500',
    congestion: '425 200/200',
    waiting: '425 200/600/200/3000/200/200/200/3000',
    record: '1400 80/15000',
  },
  EE: {
    dial: '425',
    recall: '425 650/25',
    ringback: '425 1000/4000',
    busy: '425 300/300',
    congestion: '425 200/200',
    waiting: '950 650/325/325/30, 1400 1300/2600',
  },
  ES: {
    dial: '425',
    recall: '425 200/200/200/200/200/200 | 425',
    ringback: '425 1500/3000',
    busy: '425 200/200',
    congestion: '425 200/200/200/200/200/600',
    waiting: '425 175/175/175/3500',
    info: '950 330/1000',
  },
  FI: {
    dial: '425',
    recall: '425 650/25',
    ringback: '425 1000/4000',
    busy: '425 300/300',
    congestion: '425 200/200',
    waiting: '425 150/150/150/8000',
    info: '950 650/325/325/30, 1400 1300/2600',
  },
  FR: {
    dial: '440',
    ringback: '440 1500/3500',
    busy: '440 500/500',
    congestion: '440 250/250',
    waiting: '440 300/10000',
  },
  GB: {
    dial: '350+440',
    recall: '350+440',
    ringback: '400+450 400/200/400/2000',
    busy: '400 375/375',
    congestion: '400 400/350/225/525',
    waiting: '400 100/4000',
    info: '950 330/15, 1400 330/15, 1800 330/1000',
    record: '1400 500/60000',
  },
  GR: {
    dial: '425 200/300/700/800',
    recall: '425 650/25',
    ringback: '425 1000/4000',
    busy: '425 300/300',
    congestion: '425 200/200',
    waiting: '425 150/150/150/8000',
    record: '1400 400/15000',
  },
  HU: {
    dial: '425',
    recall: '425+450',
    ringback: '425 1250/3750',
    busy: '425 300/300',
    congestion: '425 300/300',
    waiting: '425 40/1960',
    record: '1400 400/15000',
  },
  IL: {
    dial: '414',
    ringback: '414 1000/3000',
    busy: '414 500/500',
    congestion: '414 250/250',
    waiting: '414 100/100/100/100/600/3000',
    info: '1000 330, 1400 330, 1800 330, 0 1000',
  },
  IN: {
    dial: '400x25',
    ringback: '400x25 400/200/400/2000',
    busy: '400 750/750',
    congestion: '400 250/250',
    waiting: '400 200/100/200/7500',
  },
  IT: {
    dial: '425 200/200/600/1000',
    recall: '470 400, 425 400',
    ringback: '425 1000/4000',
    busy: '425 500/500',
    congestion: '425 200/200',
    waiting: '425 400/100/250/100/150/14000',
    record: '1400 400/15000',
  },
  JP: {
    dial: '400',
    recall: '400 200/200/200/200/200/200 | 400',
    ringback: '400x16 1000/2000',
    busy: '400 500/500',
    congestion: '400 500/500',
    waiting: '400x16 500/8000',
  },
  LT: {
    dial: '425',
    ringback: '425 1000/4000',
    busy: '425 350/350',
    congestion: '425 200/200',
    waiting: '425 150/150/150/4000',
  },
  MO: {
    dial: '425',
    ringback: '425 1000/4000',
    busy: '425 500/500',
    congestion: '425 250/250',
    waiting: '425 200/600',
    info: '950 333, 1400 333, 1800 333, 0 1000',
    record: '1400 400/15000',
  },
  MX: {
    dial: '425',
    ringback: '425 1000/4000',
    busy: '425 250/250',
    congestion: '425 250/250',
    waiting: '425 200/600/200/10000',
    info: '950 330/30, 1400 330/30, 1800 330/1000',
  },
  MY: {
    dial: '425',
    ringback: '425 400/200/400/2000',
    busy: '425 500/500',
    congestion: '425 500/500',
    waiting: '425 100/4000',
    recall: '350+440',
    info: '950 330/15, 1400 330/15, 1800 330/1000',
    record: '1400 500/60000',
  },
  NL: {
    dial: '425',
    ringback: '425 1000/4000',
    busy: '425 500/500',
    congestion: '425 250/250',
    waiting: '425 500/9500',
  },
  NO: {
    dial: '425',
    recall: '470 400, 425 400',
    ringback: '425 1000/4000',
    busy: '425 500/500',
    congestion: '425 200/200',
    waiting: '425 200/600/200/10000',
    record: '1400 400/15000',
  },
  NZ: {
    dial: '400',
    ringback: '400+450 400/200/400/2000',
    busy: '400 500/500',
    congestion: '400 250/250',
    waiting: '400 250/250/250/3250',
    info: '400 750/100/750/100/750/100/750/400',
    record: '1400 425/15000',
  },
  PA: {
    dial: '425',
    ringback: '425 1200/4650',
    busy: '425 320/320',
    congestion: '425 320/320',
    waiting: '425 180/180/180/4500',
  },
  PH: {
    dial: '425',
    ringback: '425+480 1000/4000',
    busy: '480+620 500/500',
    congestion: '480+620 250/250',
    waiting: '440 300/10000',
  },
  PL: {
    dial: '425',
    ringback: '425 1000/4000',
    busy: '425 500/500',
    congestion: '425 500/500',
    waiting: '425 150/150/150/4000',
  },
  PT: {
    dial: '425',
    recall: '425 1000/200',
    ringback: '425 1000/5000',
    busy: '425 500/500',
    congestion: '425 200/200',
    waiting: '440 300/10000',
  },
  RU: {
    dial: '425',
    ringback: '425 1000/4000',
    busy: '425 350/350',
    congestion: '425 175/175',
    waiting: '425 200/5000',
    info: '950 330, 1440 330, 1800 330, 0 1000',
    record: '1400 400/15000',
  },
  SE: {
    dial: '425',
    ringback: '425 1000/5000',
    busy: '425 250/250',
    congestion: '425 250/750',
    waiting: '425 200/500/200/9100',
    info: '950 332/24, 1400 332/24, 1800 332/2024',
  },
  SG: {
    dial: '425',
    recall: '425x24 500/500, 425 500/2500',
    ringback: '425x24 400/200/400/2000',
    busy: '425 750/750',
    congestion: '425 250/250',
    waiting: '425x24 300/200/300/3200',
  },
  TH: {
    dial: '400x50',
    recall: '400x50 400/100',
    ringback: '400 1000/4000',
    busy: '400 500/500',
    congestion: '400 300/300',
    waiting: '1000 400/10000',
  },
  TR: {
    dial: '450',
    ringback: '450 2000/4000',
    busy: '450 500/500',
    congestion: '450 200/200/200/200/200/200 | 450 600/200',
    waiting: '450 200/600/200/800',
    info: '950+1400+1800 300/1000/300/1000/1000/1000',
  },
  TW: {
    dial: '350+440',
    recall: '300 1500/500',
    ringback: '440+480 1000/2000',
    busy: '480+620 500/500',
    congestion: '480+620 250/250',
    waiting: '350+440 250/250/250/3250',
  },
  VE: {
    dial: '425',
    recall: '425',
    ringback: '425 1000/4000',
    busy: '425 500/500',
    congestion: '425 250/250',
    waiting: '400+450 300/6000',
    info: '950 330, 1440 330, 1800 330, 0 1000',
  },
  ZA: {
    dial: '400x33',
    recall: '350+440',
    ringback: '400x33 400/200/400/2000',
    busy: '400 500/500',
    congestion: '400 250/250',
    waiting: '400x33 250/250',
  },
}
