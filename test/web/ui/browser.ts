import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core'
import type { Session } from '../../../firmware/web/contract.ts'
import { MockServer } from './mock-server.ts'

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']
const PATIENCE_MS = 60_000

type Test = { teardown(end: () => Promise<void>): unknown }

export const DESK = { width: 1280, height: 800 }
export const PHONE = { width: 390, height: 844 }

/** One page in Debian's browser, with the mock server behind it; both are gone after the test. */
export async function open(
  test: Test,
  { session = {}, ...options }: BrowserContextOptions & { session?: Partial<Session> } = {},
): Promise<{ page: Page; server: MockServer; base: string; complaints: string[] }> {
  const server = new MockServer(session)
  const base = await server.start()
  const browser: Browser = await chromium.launch({
    executablePath: '/usr/bin/chromium',
    args: ['--no-sandbox'],
  })
  test.teardown(async () => {
    await browser.close()
    await server.stop()
  })
  const context = await browser.newContext({ viewport: DESK, locale: 'en-US', ...options })
  const page = await context.newPage()
  page.setDefaultTimeout(PATIENCE_MS)
  const complaints: string[] = []
  page.on('pageerror', (error) => complaints.push(error.message))
  page.on('console', (message) => {
    if (message.type() === 'error') complaints.push(`${message.text()} ${message.location().url}`)
  })
  return { page, server, base, complaints }
}

/** Goes there and waits until the page has what it shows. */
export async function visit(page: Page, address: string): Promise<void> {
  await page.goto(address)
  await page.locator('body:has(h1):not(:has([aria-busy="true"]))').waitFor()
}

/** What axe-core finds against WCAG 2.2 A and AA: one line each. */
export async function axe(page: Page): Promise<string[]> {
  await page.evaluate(AXE)
  const { violations } = await page.evaluate<{ violations: Violation[] }>(
    `axe.run(document, { runOnly: ${JSON.stringify(RULES)} })`,
  )
  return violations.map(({ id, nodes }) => {
    const places = nodes.map(
      ({ html, failureSummary }) => `${html.slice(0, 200)} ${failureSummary}`,
    )
    return `${id}: ${places.join(' | ')}`
  })
}

interface Violation {
  readonly id: string
  readonly nodes: readonly { readonly html: string; readonly failureSummary: string }[]
}
