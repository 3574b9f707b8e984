import type { Page } from 'playwright-core'

const MOST_TABS = 120

/** What has the focus, by the name that a screen reader says. */
async function focusedName(page: Page): Promise<string> {
  return page.evaluate<string>(`(() => {
    const one = document.activeElement
    const label = one.id && document.querySelector('label[for="' + one.id + '"]')
    return (one.getAttribute('aria-label') ?? label?.textContent ?? one.textContent ?? '').trim()
  })()`)
}

/** Presses Tab until something of this name has the focus. @throws Error when Tab does not come to it */
export async function tabTo(page: Page, name: string | RegExp): Promise<void> {
  const passed: string[] = []
  for (let presses = 0; presses < MOST_TABS; presses++) {
    await page.keyboard.press('Tab')
    const focused = await focusedName(page)
    if (typeof name === 'string' ? focused === name : name.test(focused)) return
    passed.push(focused.slice(0, 30))
  }
  throw new Error(`Tab does not come to '${name}' but to: ${passed.join(' | ')}`)
}

/** Goes to something and presses Enter on it. */
export async function enter(page: Page, name: string | RegExp): Promise<void> {
  await tabTo(page, name)
  await page.keyboard.press('Enter')
}

/** Goes to a field and puts a text in the place of what is there. */
export async function type(page: Page, name: string | RegExp, text: string): Promise<void> {
  await tabTo(page, name)
  await page.keyboard.press('Control+a')
  await page.keyboard.type(text)
}
