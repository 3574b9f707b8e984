import { useMutation } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { wordsFor } from '../api/reasons.ts'
import { useWords } from '../words/use-words.ts'

export interface Asking {
  readonly busy: boolean
  /** Why it was refused, for the person. */
  readonly wrong: string | undefined
  readonly submit: (event: FormEvent) => void
  /** Without a form. */
  readonly send: () => void
  readonly say: (wrong: string | undefined) => void
}

/** A small form that sends one thing: busy while it is on its way, and why it was refused. */
export function useAsking(send: () => Promise<unknown>): Asking {
  const words = useWords()
  const [wrong, say] = useState<string>()
  const { mutate, isPending } = useMutation({
    mutationFn: send,
    onError: (error) => say(wordsFor(error, words)),
  })
  const begin = () => {
    say(undefined)
    mutate()
  }
  return {
    busy: isPending,
    wrong,
    say,
    send: begin,
    submit: (event) => {
      event.preventDefault()
      begin()
    },
  }
}
