import { pathToFileURL } from 'node:url'
import { buildIfStale, CLI } from './build.ts'

// `npm start`: the main job. Flags after `--` go to `hookscope serve`.
buildIfStale()
console.error('The desktop window comes with a later version; until then Hookscope shows its page in the browser.\n')
// In this process, so that Ctrl-C reaches it and its exit code is npm's.
process.argv = [process.execPath, CLI, 'serve', ...process.argv.slice(2)]
await import(pathToFileURL(CLI).href)
