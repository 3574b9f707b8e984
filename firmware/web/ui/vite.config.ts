import { fileURLToPath } from 'node:url'
import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'

/** The pages, built into build/web, from where the web process serves them. */
export default defineConfig({
  root: import.meta.dirname,
  plugins: [react()],
  // Other packages lie above this folder, beside an older React that a test tool needs.
  resolve: { dedupe: ['react', 'react-dom'] },
  build: {
    outDir: fileURLToPath(new URL('../../../build/web', import.meta.url)),
    emptyOutDir: true,
  },
})
