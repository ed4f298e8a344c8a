import { chmodSync } from 'node:fs'
import { join } from 'node:path'
import tailwindcss from '@tailwindcss/vite'
import react from '@vitejs/plugin-react'
import { defineConfig } from 'electron-vite'

/** Hot reload injects an inline script, which the page's own policy forbids; the built page keeps it. */
const withoutPolicyInDevelopment = {
  name: 'without-policy-in-development',
  apply: 'serve' as const,
  transformIndexHtml: (html: string) => html.replace(/<meta\s+http-equiv="Content-Security-Policy"[^>]*>/i, ''),
}

/** The CLI is a program: npm links it as one only with its run bit. */
const runnableCli = {
  name: 'runnable-cli',
  writeBundle: ({ dir = '' }: { dir?: string }) => chmodSync(join(dir, 'cli.js'), 0o755),
}

// Flat file names: the engine finds its threads beside itself, whatever chunk it ended up in.
const flat = {
  entryFileNames: '[name].js',
  chunkFileNames: '[name]-[hash].js',
}

export default defineConfig({
  main: {
    plugins: [runnableCli],
    build: {
      rolldownOptions: {
        input: {
          index: 'src/main/index.ts',
          engine: 'src/main/desktop/engine-process.ts',
          cli: 'src/main/cli/index.ts',
          reader: 'src/main/engine/store/reader-thread.ts',
          checkpointer: 'src/main/engine/store/checkpoint-thread.ts',
        },
        output: flat,
      },
    },
  },
  preload: {
    build: {
      externalizeDeps: false, // a sandboxed preload is one self-contained CommonJS file
      rolldownOptions: { input: { index: 'src/preload/index.ts' }, output: { format: 'cjs', entryFileNames: '[name].cjs' } },
    },
  },
  renderer: {
    root: 'src/renderer',
    plugins: [react(), tailwindcss(), withoutPolicyInDevelopment],
    worker: { format: 'es' },
    // No data: URLs for small fonts: the policy allows fonts from 'self' alone.
    build: { minify: true, assetsInlineLimit: 0, rolldownOptions: { input: join(import.meta.dirname, 'src/renderer/index.html') } },
  },
})
