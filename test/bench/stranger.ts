// A program that has nothing to do with Hookscope and takes as much of a processor as searching does: three quarters of
// one, with the lowest priority. What it costs captures, any program does.
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
