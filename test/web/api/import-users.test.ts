import t from 'tap'
import { User } from '../../../firmware/model/user.ts'
import type { ApiError, Imported } from '../../../firmware/web/contract.ts'
import { anApi, type Page } from './an-api.ts'

const PEOPLE = 1000

async function sent<T>(
  page: Page,
  path: string,
  file: string,
): Promise<{ status: number; body: T }> {
  const type = { 'content-type': 'application/octet-stream' }
  const answer = await page.browser.request('POST', path, Buffer.from(file), type)
  return { status: answer.statusCode, body: answer.json() as T }
}

/** Rows of people, the first below the headings; some are other than they would be. */
function listOf(others: Readonly<Record<number, string>>): string {
  const rows = Array.from({ length: PEOPLE }, (_, at) => {
    return others[at + 2] ?? `person${at},First ${at},Last ${at},en`
  })
  return ['login,firstName,lastName,language', ...rows, ''].join('\r\n')
}

/** By line of the file: the row, and in which column it is wrong. */
const WRONG: Readonly<Record<number, readonly [row: string, column: number]>> = {
  3: ['with blanks,A,B,en', 1],
  57: ['person55,First 55,,en', 3],
  101: [`person99,First 99,Last 99,klingon`, 4],
  400: [`${'x'.repeat(65)},First,Last,en`, 1],
  512: ['person9,First 510,Last 510,en', 1],
  777: ['person775,First 3,Last 3,en', 1], // USER-5: the whole name is somebody else's
  1001: [`person999,${'y'.repeat(65)},Last 999,en`, 2],
}

t.test(
  'UCSV-15 of 1,000 people with 7 bad rows the 7 are named, and nobody is imported',
  async (t) => {
    const { admin, store } = await anApi(t)
    const before = { revision: store.revision(), people: store.all(User).length }
    const rows = Object.entries(WRONG).map(([line, [row]]) => [line, row] as const)
    const bad = listOf(Object.fromEntries(rows))
    for (const path of ['import/users?dry=yes', 'import/users']) {
      const { status, body } = await sent<ApiError>(admin, path, bad)
      t.equal(status, 422, path)
      t.strictSame(
        new Map(body.problems?.map(({ line, column }) => [line, column])),
        new Map(Object.entries(WRONG).map(([line, [, column]]) => [Number(line), column])),
        path,
      )
      for (const { what, remedy } of body.problems ?? []) t.ok(what && remedy)
    }
    t.equal(store.revision(), before.revision, 'nothing was written')

    const looked = await sent<Imported>(admin, 'import/users?dry=yes', listOf({}))
    t.match(looked, { status: 200, body: { changes: PEOPLE } })
    t.equal(store.all(User).length, before.people, 'nor by looking')
    const done = await sent<Imported>(admin, 'import/users', listOf({}))
    t.match(done, { status: 200, body: { changes: PEOPLE, revision: before.revision + 1 } })
    t.equal(store.all(User).length, before.people + PEOPLE)
    t.equal((await admin.ask('POST', `history/${done.body.revision}/undo`)).status, 200)
    t.equal(store.all(User).length, before.people)
  },
)
