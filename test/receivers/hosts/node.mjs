// Runs every receiver of a folder, each on a port of its own, in one process. Says where they listen as one line of JSON.
import { readdirSync } from 'node:fs'
import { Server } from 'node:net'
import { basename, join } from 'node:path'
import { pathToFileURL } from 'node:url'

const [folder] = process.argv.slice(2)
const { listen } = Server.prototype
const started = []
Server.prototype.listen = function (...args) {
  started.push(this)
  return listen.apply(this, args)
}
// Receivers say what they accept.
console.log = () => {}

const places = {}
for (const file of readdirSync(folder).filter((name) => name.endsWith('.mjs'))) {
  const before = started.length
  await import(pathToFileURL(join(folder, file)).href)
  const server = started[before]
  if (!server.listening) await new Promise((resolve) => server.once('listening', resolve))
  const { address, port } = server.address()
  places[basename(file, '.mjs')] = { host: address === '::' ? '127.0.0.1' : address, port }
}
process.stdout.write(`${JSON.stringify(places)}\n`)
