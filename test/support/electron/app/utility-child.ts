import { EventEmitter } from 'node:events'
import { PortPipe, type MessagePortMain } from '../ports.ts'
import type { UtilityMessage } from './utility-process.ts'

/** Preloaded in the child of `utilityProcess.fork`: makes `process.parentPort`. */

interface ParentMessage {
  readonly data: unknown
  readonly ports: readonly MessagePortMain[]
}

const ports = new PortPipe((frame) => send({ frame }), 'even')
const early: ParentMessage[] = []

class ParentPort extends EventEmitter {
  postMessage(data: unknown): void {
    send({ data })
  }
}
const parentPort = new ParentPort()

process.on('message', ({ frame, data, ports: given = [] }: UtilityMessage) => {
  if (frame) return ports.receive(frame)
  const message = { data, ports: given.map((id) => ports.take(id)) }
  if (parentPort.listenerCount('message') > 0) parentPort.emit('message', message)
  else early.push(message)
})
parentPort.on('newListener', (event) => {
  // The listener is added only after this.
  if (event === 'message') queueMicrotask(() => early.splice(0).forEach((message) => parentPort.emit('message', message)))
})
process.on('disconnect', () => process.exit())
Object.defineProperty(process, 'parentPort', { value: parentPort })
Object.defineProperty(process, 'type', { value: 'utility' })
Object.defineProperty(process.versions, 'electron', { value: process.env['STAND_IN_ELECTRON_VERSION'], enumerable: true })

function send(message: UtilityMessage): void {
  process.send?.(message)
}
