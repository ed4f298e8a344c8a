// A program that has nothing to do with Hookscope and takes three quarters of a processor, with the lowest priority, as much as
// searching would without its rests. What it costs captures, any program does.
import { setPriority } from 'node:os'

const BUSY_MS = 60
const EVERY_MS = 80
setPriority(19)
process.on('SIGTERM', () => process.exit(0))
setInterval(() => {
  const end = performance.now() + BUSY_MS
  while (performance.now() < end);
}, EVERY_MS)
process.stdout.write('{}\n')
