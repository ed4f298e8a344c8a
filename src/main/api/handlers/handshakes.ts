import { procedures } from '../procedures.ts'

const { handshakes, rest } = procedures

export const handshakeHandlers = {
  send: handshakes.send.handler(({ input, context }) => context.engine.handshakes.send(input)),
}

export const handshakeRouteHandlers = {
  send: rest.handshakes.send.handler(({ input, context }) => context.engine.handshakes.send(input)),
}
