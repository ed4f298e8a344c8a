import { pathToFileURL } from 'node:url'
import { buildIfStale, CLI } from './build.ts'

// `npm start`: the main job. Flags after `--` go to `hookscope serve`.

const CTRL_C = 3

/**
 * Takes Ctrl-C as a key, not as a signal: the terminal would send the signal to npm and its shell as well, and they
 * would die of it, whatever Hookscope's own exit code is.
 */
function takeCtrlC(): void {
  const { stdin } = process
  if (!stdin.isTTY) return
  stdin.setRawMode(true)
  stdin.on('data', (keys: Buffer) => {
    if (keys.includes(CTRL_C)) process.kill(process.pid, 'SIGINT')
  })
  stdin.unref()
}

buildIfStale()
console.error('The desktop window comes with a later version; until then Hookscope shows its page in the browser.\n')
takeCtrlC()
// In this process, so that its exit code is npm's.
process.argv = [process.execPath, CLI, 'serve', ...process.argv.slice(2)]
await import(pathToFileURL(CLI).href)
