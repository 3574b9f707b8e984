import { execFileSync } from 'node:child_process'
import { X509Certificate } from 'node:crypto'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { request } from 'node:https'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { BrowserContext } from 'playwright-core'
import { chromium } from 'playwright-core'
import type { Test } from 'tap'
import type { Instance } from '../../firmware/demo/instance.ts'

const PATIENCE_MS = 60_000

export interface BrowserOwner {
  /** Authorities of the test's own that are trusted beside the unit's, as PEM. */
  readonly authorities?: readonly string[]
  /** More of Chromium's own arguments. */
  readonly args?: readonly string[]
  /** A client certificate in PKCS #12, and the pages (`https://127.0.0.1:8043`) that are shown it without a question. */
  readonly own?: { readonly file: string; readonly password: string; readonly shownTo: string }
}

/** Debian's Chromium as its owner set it up: it trusts the unit's own authority, whose fingerprint was compared, and nothing is ignored. */
export async function trustingBrowser(
  t: Test,
  server: Instance,
  { authorities = [], args = [], own }: BrowserOwner = {},
): Promise<BrowserContext> {
  const authority = await authorityOf(server)
  const shown = JSON.parse((await server.cli('trust', '--json')).stdout) as {
    caFingerprint: string
  }
  const fingerprint = new X509Certificate(authority).fingerprint256
  t.equal(fingerprint.replaceAll(':', ''), shown.caFingerprint.replaceAll(':', ''))

  const home = mkdtempSync(join(tmpdir(), 'strowger-browser-'))
  t.teardown(() => rmSync(home, { recursive: true, force: true }))
  const database = trust(home, [authority, ...authorities])
  if (own) {
    const { file, password, shownTo } = own
    execFileSync('pk12util', ['-d', `sql:${database}`, '-i', file, '-W', password, '-K', ''])
    alwaysShow(home, shownTo)
  }
  const context = await chromium.launchPersistentContext(join(home, 'profile'), {
    executablePath: '/usr/bin/chromium',
    args: ['--no-sandbox', ...args],
    env: { ...process.env, HOME: home } as Record<string, string>,
    viewport: { width: 1280, height: 800 },
    locale: 'en-US',
  })
  t.teardown(() => context.close())
  context.setDefaultTimeout(PATIENCE_MS)
  return context
}

/** What `/trust` offers to whoever cannot trust it yet. */
function authorityOf(server: Instance): Promise<string> {
  return new Promise((resolve, reject) => {
    const asked = request(
      `${server.pages}/trust/ca.pem`,
      { rejectUnauthorized: false },
      (response) => {
        let text = ''
        response.on('data', (chunk) => {
          text += chunk
        })
        response.on('end', () => resolve(text))
      },
    )
    asked.on('error', reject)
    asked.end()
  })
}

/** What a person would click once: nobody is there to choose a certificate. */
function alwaysShow(home: string, pages: string): void {
  const folder = join(home, 'profile', 'Default')
  mkdirSync(folder, { recursive: true })
  const exceptions = {
    auto_select_certificate: { [`${pages},*`]: { setting: { filters: [{}] } } },
  }
  const preferences = { profile: { content_settings: { exceptions } } }
  writeFileSync(join(folder, 'Preferences'), JSON.stringify(preferences))
}

/** Makes the browser's database of certificates. @returns its folder */
function trust(home: string, authorities: readonly string[]): string {
  const database = join(home, '.pki', 'nssdb')
  mkdirSync(database, { recursive: true })
  const certutil = (...args: string[]) =>
    execFileSync('certutil', ['-d', `sql:${database}`, ...args])
  certutil('-N', '--empty-password')
  authorities.forEach((authority, index) => {
    const file = join(home, `authority-${index}.pem`)
    writeFileSync(file, authority)
    certutil('-A', '-t', 'C,,', '-n', `authority ${index}`, '-i', file)
  })
  return database
}
