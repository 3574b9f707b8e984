import { spawn } from 'node:child_process'
import { json } from 'node:stream/consumers'
import { fileURLToPath } from 'node:url'
import type { Order, Outcome } from './order.ts'

const GENERATOR = fileURLToPath(new URL('generator.ts', import.meta.url))

/** Has a crowd of telephones do that, in a process of its own. @throws SyntaxError when it could not */
export async function crowd(order: Order): Promise<Outcome> {
  const child = spawn(process.execPath, [GENERATOR], { stdio: ['pipe', 'pipe', 'inherit'] })
  child.stdin.end(JSON.stringify(order))
  return (await json(child.stdout)) as Outcome
}
