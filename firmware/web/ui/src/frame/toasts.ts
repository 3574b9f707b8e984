import { Watched } from '../api/watched.ts'
import { clock } from '../clock.ts'

export interface Toast {
  readonly text: string
  readonly tone: 'good' | 'bad'
  readonly action?: { readonly label: string; readonly run: () => void }
}

export type ShownToast = Toast & { readonly id: number }

export const SHOWN_MS = 12_000 // long enough to read it, reach Undo by keyboard and press it (WCAG 2.2.1: History has it too)
const MOST = 3

class Toasts extends Watched<readonly ShownToast[]> {
  #last = 0
  /** While a pointer or the keyboard is on them they stay. */
  held = false

  show(toast: Toast): void {
    const id = ++this.#last
    this.set([...this.get(), { ...toast, id }].slice(-MOST))
    this.#fade(id)
  }

  close(id: number): void {
    this.set(this.get().filter((toast) => toast.id !== id))
  }

  #fade(id: number): void {
    clock.after(SHOWN_MS, () => (this.held ? this.#fade(id) : this.close(id)))
  }
}

export const toasts = new Toasts([])
