/** The keys that one party of a call has pressed, taken by its program one after the other. */
export class PressedKeys {
  #dialler: string | undefined
  #digits: string
  #taken: number

  /** @param taken how many the program had taken when it saved last */
  constructor(dialler: string | undefined, digits: string, taken: number) {
    this.#dialler = dialler
    this.#digits = digits
    this.#taken = taken
  }

  /** Leg whose keys count; undefined: the origin's. */
  get dialler(): string | undefined {
    return this.#dialler
  }

  get digits(): string {
    return this.#digits
  }

  get taken(): number {
    return this.#taken
  }

  /** One that was not taken yet. */
  get next(): string | undefined {
    return this.#digits[this.#taken]
  }

  pressed(digit: string): void {
    this.#digits += digit
  }

  take(): void {
    this.#taken++
  }

  /** Another leg's keys count from now on; what was pressed before is forgotten. */
  listenTo(leg: string): void {
    this.#dialler = leg
    this.#digits = ''
    this.#taken = 0
  }
}
