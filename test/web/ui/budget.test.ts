import { readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'

const BUILT = 'build/web'
const FRAME_BYTES = 230_000 // UX, Parts
const PAGE_BYTES = 40_000
const PHONE_BYTES = 60_000 // with a SIP stack; loaded where somebody uses the browser as a telephone

interface Chunk {
  readonly file: string
  readonly isEntry?: boolean
  readonly isDynamicEntry?: boolean
  readonly src?: string
  readonly imports?: readonly string[]
  readonly css?: readonly string[]
}

const manifest = JSON.parse(readFileSync(join(BUILT, 'manifest.json'), 'utf8')) as Record<
  string,
  Chunk
>

/** Files that come with a chunk, the chunk's own included. */
function filesOf(name: string, found = new Set<string>()): Set<string> {
  const chunk = manifest[name]
  if (!chunk || found.has(chunk.file)) return found
  found.add(chunk.file)
  for (const css of chunk.css ?? []) found.add(css)
  for (const next of chunk.imports ?? []) filesOf(next, found)
  return found
}

function packed(files: Iterable<string>): number {
  return [...files].reduce((sum, file) => sum + statSync(join(BUILT, `${file}.br`)).size, 0)
}

const [entry] = Object.keys(manifest).filter((name) => manifest[name]?.isEntry)
const frame = filesOf(entry ?? '')

t.test('UX the frame is at most 230 KB, brotli', async (t) => {
  const size = packed(frame)
  t.comment(`frame: ${size} bytes`)
  t.ok(size > 50_000 && size <= FRAME_BYTES, `${size} bytes`)
})

t.test('UX every page is at most 40 KB more', async (t) => {
  const pages = Object.keys(manifest).filter((name) => manifest[name]?.isDynamicEntry)
  t.ok(pages.length > 15)
  for (const page of pages) {
    const size = packed([...filesOf(page)].filter((file) => !frame.has(file)))
    const isPhone = page.startsWith('src/softphone/')
    if (isPhone) t.comment(`${page}: ${size} bytes`)
    t.ok(size <= (isPhone ? PHONE_BYTES : PAGE_BYTES), `${page}: ${size} bytes`)
  }
})

t.test('nothing in the built pages is fetched from elsewhere', async (t) => {
  const html = readFileSync(join(BUILT, 'index.html'), 'utf8')
  t.notMatch(html, /(?:src|href)="(?:https?:)?\/\//)
  t.notMatch(html, /<style|<script(?![^>]* src=)| on\w+=/, 'no script and no style in the page')
})
