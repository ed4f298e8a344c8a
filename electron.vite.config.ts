import { chmodSync } from 'node:fs'
import { join } from 'node:path'
import tailwindcss from '@tailwindcss/vite'
import react from '@vitejs/plugin-react'
import { defineConfig } from 'electron-vite'
import type { IndexHtmlTransformContext } from 'vite'

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

const RENDERER = join(import.meta.dirname, 'src/renderer')

type Modules = { getModuleInfo: (id: string) => { readonly importedIds: readonly string[] } | null }

/** The modules that one needs to run, itself included. */
function neededBy(id: string, modules: Modules, found = new Set<string>()): Set<string> {
  if (found.has(id)) return found
  found.add(id)
  for (const imported of modules.getModuleInfo(id)?.importedIds ?? []) neededBy(imported, modules, found)
  return found
}

/** What draws the page is one file, though screens that come later share parts of it: each file more is one more to wait for. */
let page: ReadonlySet<string> | undefined
const pageInOnePiece = {
  debugName: 'page',
  name: (id: string, modules: Modules) => {
    page ??= neededBy(join(RENDERER, 'page.tsx'), modules).difference(neededBy(join(RENDERER, 'main.ts'), modules))
    return page.has(id) ? 'page' : null
  },
}

/** Those of the first words: asked for only once these are drawn, they would have them drawn twice. */
const FIRST_FONTS = /(inter|jetbrains-mono)-latin-wght-normal-[\w-]+\.woff2$/

/** Has the browser fetch what draws the page along with `main`, which asks for it later. */
const preloadPage = {
  name: 'preload-page',
  apply: 'build' as const,
  transformIndexHtml: {
    order: 'post' as const,
    handler: (html: string, { bundle = {} }: IndexHtmlTransformContext) => {
      const chunk = Object.values(bundle).find((file) => file.type === 'chunk' && file.name === 'page')
      if (chunk?.type !== 'chunk') throw new Error('The build has no page.')
      const scripts = [chunk.fileName, ...chunk.imports].map((file) => ({ rel: 'modulepreload', href: `./${file}` }))
      const styles = [...(chunk.viteMetadata?.importedCss ?? [])].map((file) => ({ rel: 'stylesheet', href: `./${file}` }))
      const fonts = Object.keys(bundle)
        .filter((file) => FIRST_FONTS.test(file))
        .map((file) => ({ rel: 'preload', as: 'font', href: `./${file}` }))
      return [...scripts, ...styles, ...fonts]
        .filter(({ href }) => !html.includes(href))
        .map((attrs) => ({ tag: 'link', attrs: { ...attrs, crossorigin: true }, injectTo: 'head' as const }))
    },
  },
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
    plugins: [react(), tailwindcss(), withoutPolicyInDevelopment, preloadPage],
    worker: { format: 'es' },
    // No data: URLs for small fonts: the policy allows fonts from 'self' alone.
    build: {
      minify: true,
      assetsInlineLimit: 0,
      rolldownOptions: {
        input: join(RENDERER, 'index.html'),
        output: { codeSplitting: { includeDependenciesRecursively: false, groups: [pageInOnePiece] } },
      },
    },
  },
})
