import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { makeTone } from '../../firmware/demo/tone.ts'
import { writeWav } from '../../firmware/demo/wav.ts'
import { heading, type Unit, visit } from './unit.ts'

/** What the office's own recording sounds like, Hz: no dial tone, no key and no telephone of the test. */
export const MUSIC_TONE = 850

/** The places of the navigation by their links, and the headings of their pages. */
const PLACES = [
  ['Home', 'Home'],
  ['People', 'People'],
  ['Phones', 'Phones'],
  ['Lines & numbers', 'Lines & numbers'],
  ['Call flow', 'Call flow'],
  ['Activity', 'Activity'],
  ['Network', 'Network'],
  ['System', 'System'],
  ['History', 'History'],
  ['Simulated lines', 'Simulated lines'],
] as const

/** Goes from place to place without loading the page anew, and does something at each. */
export async function atEveryPlace(page: Page, act: (place: string) => Promise<void>) {
  for (const [link, title] of PLACES) {
    await page
      .getByRole('navigation')
      .getByRole('link', { name: link, exact: true })
      .first()
      .click()
    await heading(page, title)
    await act(title)
  }
}

/** The dial pad over whatever page is shown. */
export async function openPad(page: Page): Promise<void> {
  await page.getByRole('button', { name: /^(Open the phone|Phone with)/ }).click()
  await page.getByRole('dialog', { name: 'Phone' }).getByLabel('Number', { exact: true }).waitFor()
}

export async function closePad(page: Page): Promise<void> {
  await page.getByRole('dialog', { name: 'Phone' }).getByRole('button', { name: 'Close' }).click()
  await page.getByRole('dialog', { name: 'Phone' }).waitFor({ state: 'detached' })
}

/** A recording is sent on the page of music, and chosen for everybody who is on hold. */
export async function ownMusic({ page, server }: Unit): Promise<void> {
  await visit({ page, server }, '/call-flow/music')
  const folder = mkdtempSync(join(tmpdir(), 'strowger-music-'))
  try {
    const file = join(folder, 'harbour.wav')
    writeWav(file, makeTone(MUSIC_TONE, -16, 20))
    await page.locator('input[type=file]').setInputFiles(file)
    await page.getByRole('button', { name: 'Add a recording' }).click()
    await page.getByText('harbour is there.').waitFor()
  } finally {
    rmSync(folder, { recursive: true })
  }
  await page.getByLabel('People on hold hear').selectOption({ label: 'harbour' })
  await page.getByRole('button', { name: 'Save' }).first().click()
  await page.getByText('Saved.').first().waitFor()
}
