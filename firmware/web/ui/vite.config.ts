import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { brotliCompressSync, constants } from 'node:zlib'
import react from '@vitejs/plugin-react'
import { defineConfig, type Plugin } from 'vite'

/** The pages, built into build/web, from where the web process serves them. */
export default defineConfig({
  root: import.meta.dirname,
  plugins: [react(), brotli()],
  // Other packages lie above this folder, beside an older React that a test tool needs.
  resolve: { dedupe: ['react', 'react-dom'] },
  build: {
    outDir: fileURLToPath(new URL('../../../build/web', import.meta.url)),
    emptyOutDir: true,
    target: 'es2023',
    manifest: 'manifest.json',
    assetsInlineLimit: 0, // nothing as data: in style sheets, which the content security policy refuses
    reportCompressedSize: false,
    chunkSizeWarningLimit: 2000, // test/web/ui/budget.test.ts holds what counts: what goes over the wire
  },
})

/** Every text file also as `.br`: the server hands these out as they are. */
function brotli(): Plugin {
  let out = ''
  return {
    name: 'brotli',
    apply: 'build',
    configResolved: ({ root, build }) => {
      out = resolve(root, build.outDir)
    },
    closeBundle: () => {
      for (const name of readdirSync(out, { recursive: true, encoding: 'utf8' })) {
        if (!/\.(js|css|html|svg)$/.test(name)) continue
        const text = readFileSync(join(out, name))
        const params = { [constants.BROTLI_PARAM_QUALITY]: 11 }
        writeFileSync(join(out, `${name}.br`), brotliCompressSync(text, { params }))
      }
    },
  }
}
