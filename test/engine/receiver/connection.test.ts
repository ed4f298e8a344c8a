import { Socket } from 'node:net'
import { expect, it } from 'vitest'
import { createConnection, type Connection } from '../../../src/main/engine/receiver/connection.ts'
import { KIB } from '../../../src/shared/domain/units.ts'

const ERROR = new Error('broken')

function connectionThatReads(packets: readonly (string | Buffer)[]): Connection {
  const connection = createConnection(new Socket())
  for (const packet of packets) connection.socket.emit('data', Buffer.from(packet))
  return connection
}

it('keeps nothing of what comes after a connection has failed', () => {
  const connection = connectionThatReads(['nonsense ', 'in two packets\r\n\r\n'])
  connection.hasFailed = true
  const taken = connection.headBytes(ERROR).toString()
  connection.socket.emit('data', Buffer.alloc(64 * KIB))
  expect({ taken, after: connection.headBytes(ERROR).length }).toEqual({ taken: 'nonsense in two packets\r\n\r\n', after: 0 })
})

it('keeps the newest 128 KiB of blank lines that no request follows', () => {
  const blank = Buffer.alloc(64 * KIB, '\r\n')
  const bytes = connectionThatReads([...Array.from({ length: 16 }, () => blank), 'GET /late']).headBytes(ERROR)
  expect({ isBounded: bytes.length <= 128 * KIB, end: bytes.toString('latin1', bytes.length - 9) }).toEqual({
    isBounded: true,
    end: 'GET /late',
  })
})
