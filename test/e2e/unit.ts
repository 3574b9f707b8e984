import type { BrowserContext, Page } from 'playwright-core'
import type { Test } from 'tap'
import type { Instance, InstanceOptions } from '../../firmware/demo/instance.ts'
import { aServer } from '../integration/an-office.ts'
import { type BrowserOwner, trustingBrowser } from './trusting-browser.ts'

/** The administrator's password, once the unit is claimed. */
export const OWN = 'several words of one'

export interface Unit {
  readonly server: Instance
  readonly context: BrowserContext
  readonly page: Page
  /** What the page should never do: scripts that fail, policies that are hurt, dialogs of the browser. */
  readonly complaints: string[]
}

type UnitOptions = InstanceOptions & BrowserOwner

/** The whole product, and a browser at its first page. */
export async function aUnit(t: Test, options: UnitOptions = {}): Promise<Unit> {
  const server = await aServer(t, options)
  const context = await trustingBrowser(t, server, options)
  const [page = await context.newPage()] = context.pages()
  const complaints: string[] = []
  watch(page, complaints)
  await page.goto(server.pages)
  return { server, context, page, complaints }
}

/** The same, claimed: the administrator is signed in and sees Home. */
export async function aClaimedUnit(t: Test, options: UnitOptions = {}): Promise<Unit> {
  const unit = await aUnit(t, options)
  const { code } = (await unit.server.json('first-password')) as { code: string }
  await ask(unit.page, 'POST', '/session/claim', { code, password: OWN })
  await unit.page.reload()
  await heading(unit.page, 'Home')
  return unit
}

/** Requests that were refused are no complaint: a page may ask for what it then says it cannot have. */
export function watch(page: Page, complaints: string[]): void {
  page.on('pageerror', (error) => complaints.push(error.message))
  page.on('dialog', (dialog) => {
    complaints.push(`a dialog: ${dialog.message()}`)
    void dialog.dismiss()
  })
  page.on('console', (message) => {
    const text = message.text()
    if (message.type() !== 'error' || /Failed to load resource|WebSocket/.test(text)) return
    complaints.push(text)
  })
}

/** One request of the API as the page itself would send it. @throws Error when it is refused, with what was said */
export async function ask<T = unknown>(
  page: Page,
  method: string,
  path: string,
  body?: unknown,
): Promise<T> {
  const sent = JSON.stringify({ method, path, body })
  const { status, value } = await page.evaluate<{ status: number; value: T }>(`(async () => {
    const { method, path, body } = ${sent}
    const sent = async () => {
      const session = await (await fetch('/api/v1/session')).json()
      const answer = await fetch('/api/v1' + path, {
        method,
        headers: { 'x-csrf': session.csrf, 'content-type': 'application/json' },
        ...(method === 'GET' ? {} : { body: JSON.stringify(body ?? {}) }),
      })
      return { status: answer.status, value: await answer.json().catch(() => undefined) }
    }
    // The page asks for its session at the same time: one of two first cookies is then the other's.
    const first = await sent()
    return first.value?.code === 'csrf' ? sent() : first
  })()`)
  if (status >= 400) throw new Error(`${method} ${path}: ${status} ${JSON.stringify(value)}`)
  return value
}

/** Waits for a page by its heading. */
export async function heading(page: Page, name: string | RegExp): Promise<void> {
  await page.getByRole('heading', { level: 1, name }).waitFor()
}

/** Goes to a page of the unit and waits until it has what it shows. */
export async function visit(unit: Pick<Unit, 'page' | 'server'>, path: string): Promise<void> {
  await unit.page.goto(`${unit.server.pages}${path}`)
  await unit.page.locator('body:has(h1):not(:has([aria-busy="true"]))').waitFor()
}

/** By the menu of the person who is signed in. */
export async function signOut(page: Page): Promise<void> {
  await page.getByRole('button', { name: /^Signed in as/ }).click()
  await page.getByRole('menuitem', { name: 'Sign out' }).click()
  await heading(page, /^Sign in to/)
}

/** Types login and password and sends them. */
export async function signIn(page: Page, login: string, password: string): Promise<void> {
  await page.getByLabel('Login name').fill(login)
  await page.getByLabel('Password', { exact: true }).fill(password)
  await page.getByRole('button', { name: 'Sign in', exact: true }).click()
}
