import type { Signal } from '../../gateway/contract.ts'
import { message } from '../../prompts/catalogue/catalogue.ts'
import type { SpokenLanguage } from '../../prompts/language.ts'
import { once, openPrompts } from '../../prompts/prompts.ts'
import { mark, pause } from '../../prompts/spoken.ts'

const HTTPS_PORT = 443 // what a browser takes where none is given
const SHORT_ADDRESS = 12 // characters; a longer one leaves no time for pauses within 40 s

/**
 * What a lifted phone says on a unit that nobody has claimed: the address of its pages, then the set-up code, and both again. The
 * port stands in the first reading only. Nothing is said in sentences: there are no recordings for them.
 */
export function setUpAnnouncement(
  address: string,
  port: number,
  code: string,
  prompts = openPrompts(),
  language: SpokenLanguage = 'en',
): Signal {
  const isShort = address.length <= SHORT_ADDRESS
  const gap = isShort ? pause(1, language) : mark(language)
  const lead = isShort ? gap : [] // while the phone is on its way to the ear
  const say = (text: string) => prompts.say(language, message('common.spelled', { text }))
  const where = port === HTTPS_PORT ? address : `${address}:${port}`
  const first = [...lead, ...say(where), ...gap, ...say(code)]
  return once([...first, ...gap, ...say(address), ...gap, ...say(code)])
}
