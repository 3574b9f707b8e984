import { StringDecoder } from 'node:string_decoder'

export type KeyName =
  | 'enter'
  | 'backspace'
  | 'delete'
  | 'tab'
  | 'left'
  | 'right'
  | 'up'
  | 'down'
  | 'home'
  | 'end'
  | 'interrupt' // Ctrl-C
  | 'end-of-input' // Ctrl-D
  | 'erase-line' // Ctrl-U
  | 'erase-word' // Ctrl-W
  | 'erase-rest' // Ctrl-K
  | 'redraw' // Ctrl-L

/** One key as somebody pressed it: a character, or one with a name. */
export type Key = { readonly text: string } | { readonly name: KeyName }

const CONTROLS: Readonly<Record<string, KeyName>> = {
  '\x01': 'home',
  '\x02': 'left',
  '\x03': 'interrupt',
  '\x04': 'end-of-input',
  '\x05': 'end',
  '\x06': 'right',
  '\x08': 'backspace',
  '\t': 'tab',
  '\n': 'enter',
  '\x0b': 'erase-rest',
  '\x0c': 'redraw',
  '\r': 'enter',
  '\x0e': 'down',
  '\x10': 'up',
  '\x15': 'erase-line',
  '\x17': 'erase-word',
  '\x7f': 'backspace',
}

/** ECMA-48 control sequences of cursor and editing keys: the parameters and the final byte behind CSI or SS3. */
const SEQUENCES: Readonly<Record<string, KeyName>> = {
  A: 'up',
  B: 'down',
  C: 'right',
  D: 'left',
  F: 'end',
  H: 'home',
  '1~': 'home',
  '3~': 'delete',
  '4~': 'end',
  '7~': 'home',
  '8~': 'end',
}

const LONGEST_SEQUENCE = 16
const LONGEST_STRING = 256 // of an answer of the terminal that nobody asked for

type State = 'ground' | 'escape' | 'sequence' | 'string' | 'string-escape'

/** Bytes of a terminal into keys. Keeps what is cut in two; whatever it is fed, it holds some bytes and ends in the ground state. */
export class KeyReader {
  readonly #decoder = new StringDecoder('utf8')
  #state: State = 'ground'
  #held = ''
  #afterReturn = false

  feed(bytes: Buffer): Key[] {
    const keys: Key[] = []
    for (const character of this.#decoder.write(bytes)) {
      const key = this.#take(character)
      if (key) keys.push(key)
    }
    return keys
  }

  #take(character: string): Key | undefined {
    const afterReturn = this.#afterReturn
    this.#afterReturn = false
    switch (this.#state) {
      case 'ground':
        return this.#ground(character, afterReturn)
      case 'escape':
        return this.#escape(character)
      case 'sequence':
        return this.#sequence(character)
      case 'string':
        if (character === '\x07') this.#enter('ground')
        else if (character === '\x1b') this.#enter('string-escape')
        else if (++this.#length > LONGEST_STRING) this.#enter('ground')
        return undefined
      case 'string-escape':
        this.#enter('ground')
        return undefined
    }
  }

  #length = 0

  #enter(state: State): undefined {
    this.#state = state
    this.#held = ''
    this.#length = 0
  }

  #ground(character: string, afterReturn: boolean): Key | undefined {
    if (character === '\x1b') return this.#enter('escape')
    if (character === '\n' && afterReturn) return undefined // CR LF is one Enter
    if (character === '\r') this.#afterReturn = true
    const name = CONTROLS[character]
    if (name) return { name }
    const printable = !/[\p{Cc}\p{Cs}\ufffd]/u.test(character) // U+FFFD: not UTF-8
    return printable ? { text: character } : undefined
  }

  #escape(character: string): Key | undefined {
    if (character === '\x1b') return undefined // still the beginning of one
    if (character === '[' || character === 'O') return this.#enter('sequence')
    if (/[P\]X^_]/.test(character)) return this.#enter('string')
    this.#enter('ground') // Alt and a key: nothing here means anything
    return undefined
  }

  #sequence(character: string): Key | undefined {
    if (character === '\x1b') return this.#enter('escape')
    this.#held += character
    const over = character >= '@' && character <= '~' && this.#held !== '['
    if (!over) {
      if (this.#held.length > LONGEST_SEQUENCE || character < ' ') this.#enter('ground')
      return undefined
    }
    const name = SEQUENCES[this.#held]
    this.#enter('ground')
    return name && { name }
  }
}
