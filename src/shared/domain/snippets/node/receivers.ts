import { cryptoImport, nodeArguments, nodeConstants, nodeVerification } from './verification.ts'
import { javascriptText as text } from '../quote.ts'
import { asksType, type HeaderRead, type Recipe } from '../recipe.ts'
import { comment, indent, sourceOf, when, type Lines } from '../source.ts'
import { ACCEPT, headWords, INVALID, MISSING, NO_JSON, RAW_BODY } from '../words.ts'

const STEP = '  '

/** How a framework reads a request and answers it. */
interface Dialect {
  readonly needs: readonly string[]
  readonly imports: readonly string[]
  /** An expression: the value of a header. */
  readonly header: (name: string) => string
  /** An expression: path and query as they came. */
  readonly target: string
  /** A statement that answers; null: without a body. */
  readonly answer: (status: number, json: string | null) => string
  /** The receiver: what it does with a request stands in `handler`. */
  readonly frame: (recipe: Recipe, handler: Lines) => readonly (Lines | null)[]
}

/** A receiver on Express. */
export function expressReceiver(recipe: Recipe): string {
  return receiver(recipe, EXPRESS)
}

/** A receiver on Fastify. */
export function fastifyReceiver(recipe: Recipe): string {
  return receiver(recipe, FASTIFY)
}

/** A receiver on Node alone. */
export function httpReceiver(recipe: Recipe): string {
  return receiver(recipe, HTTP)
}

const EXPRESS: Dialect = {
  needs: ['npm install express'],
  imports: [`import express from 'express'`],
  header: (name) => `req.get(${text(name)})`,
  target: 'req.originalUrl',
  answer: (status, json) => (json === null ? `return res.status(${status}).end()` : `return res.status(${status}).json(${json})`),
  frame: ({ path }, handler) => [
    ['const app = express()'],
    [
      `// ${RAW_BODY}`,
      '// So no express.json() may stand before this route.',
      `app.post(${text(path)}, express.raw({ type: () => true, limit: MAX_BYTES }), async (req, res) => {`,
      indent(['const body = Buffer.isBuffer(req.body) ? req.body : Buffer.alloc(0)', handler], STEP),
      '})',
    ],
    ['app.listen(PORT, () => console.log(`Listening on port ${PORT}`))'],
  ],
}

const FASTIFY: Dialect = {
  needs: ['npm install fastify'],
  imports: [`import Fastify from 'fastify'`],
  header: (name) => `request.headers[${text(name.toLowerCase())}]`,
  target: 'request.raw.url',
  answer: (status, json) => (json === null ? `return reply.code(${status}).send()` : `return reply.code(${status}).send(${json})`),
  frame: ({ path }, handler) => [
    ['const app = Fastify({ bodyLimit: MAX_BYTES })'],
    [
      '// In a scope of its own, so that other routes still get JSON.',
      'app.register(async (scope) => {',
      indent(
        [
          `// ${RAW_BODY}`,
          'scope.removeAllContentTypeParsers()',
          `scope.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => done(null, body))`,
          `scope.post(${text(path)}, async (request, reply) => {`,
          indent(['const body = request.body ?? Buffer.alloc(0)', handler], STEP),
          '})',
        ],
        STEP,
      ),
      '})',
    ],
    ['await app.listen({ port: PORT })', 'console.log(`Listening on port ${PORT}`)'],
  ],
}

const HTTP: Dialect = {
  needs: [],
  imports: [`import { createServer } from 'node:http'`],
  header: (name) => `request.headers[${text(name.toLowerCase())}]`,
  target: 'request.url',
  answer: (status, json) => `return answer(response, ${status}${json === null ? '' : `, ${json}`})`,
  frame: ({ path }, handler) => [
    [
      'async function receive(request, response) {',
      indent(
        [
          `if (request.url.split('?')[0] !== ${text(path)}) return answer(response, 404, { error: 'Not found' })`,
          `if (request.method !== 'POST') return answer(response, 405, { error: 'Method not allowed' })`,
          'const body = await readBody(request)',
          `if (body === null) return answer(response, 413, { error: 'Too large' })`,
          handler,
        ],
        STEP,
      ),
      '}',
    ],
    [
      `/** ${RAW_BODY} null: more than are taken. */`,
      'async function readBody(request) {',
      indent(
        [
          'const chunks = []',
          'let length = 0',
          'for await (const chunk of request.iterator({ destroyOnReturn: false })) {',
          indent(['length += chunk.length', 'if (length > MAX_BYTES) return null', 'chunks.push(chunk)'], STEP),
          '}',
          'return Buffer.concat(chunks)',
        ],
        STEP,
      ),
      '}',
    ],
    [
      'function answer(response, status, json) {',
      indent(
        [
          `response.writeHead(status, json === undefined ? {} : { 'Content-Type': 'application/json' })`,
          'response.end(json === undefined ? undefined : JSON.stringify(json))',
        ],
        STEP,
      ),
      '}',
    ],
    [
      'const server = createServer((request, response) => {',
      indent(
        [
          'receive(request, response).catch((error) => {',
          indent(['console.error(error)', `if (!response.headersSent) answer(response, 500, { error: 'Failed' })`], STEP),
          '})',
        ],
        STEP,
      ),
      '})',
      'server.listen(PORT, () => console.log(`Listening on port ${PORT}`))',
    ],
  ],
}

function receiver(recipe: Recipe, dialect: Dialect): string {
  const verification = nodeVerification(recipe)
  const handler = handlerLines(recipe, dialect)
  const zoom = when(recipe.handshake === 'zoom', handler)
  return sourceOf([
    [
      comment('//', headWords(recipe, dialect.needs, 'node receiver.mjs')),
      ...[cryptoImport([...verification, zoom]), ...dialect.imports].sort(byPackage),
    ],
    nodeConstants(recipe),
    ...verification,
    [
      `/** ${ACCEPT} */`,
      'async function accept(event) {',
      indent([`console.log('Accepted', ${recipe.payload === 'form' ? 'Object.keys(event)' : 'event'})`], STEP),
      '}',
    ],
    ...dialect.frame(recipe, handler),
  ])
}

/** Node's own modules first. */
function byPackage(a: string, b: string): number {
  return Number(b.includes(`'node:`)) - Number(a.includes(`'node:`))
}

function handlerLines(recipe: Recipe, { header, target, answer }: Dialect): Lines {
  const { headers, answersEmpty, urlVariable } = recipe
  const refuse = (status: number, error: string): string => answer(status, answersEmpty ? null : `{ error: ${text(error)} }`)
  const needsUrl = urlVariable !== null || recipe.bodyHashParameter !== null
  return [
    headers.map((each) => `const ${each.name} = ${headerExpression(each, header)}`),
    when(needsUrl, `const query = ${target}.split('?').slice(1).join('?')`, 'const url = query ? `${PUBLIC_URL}?${query}` : PUBLIC_URL'),
    when(asksType(recipe), `const isForm = /^application\\/x-www-form-urlencoded\\b/i.test(${header('Content-Type')})`),
    when(
      headers.some(({ name }) => name === 'signature'),
      `if (!signature) ${refuse(401, MISSING)}`,
    ),
    `if (!verifySignature(${nodeArguments(recipe)})) ${refuse(401, INVALID)}`,
    'let event',
    'try {',
    indent(
      [
        recipe.payload === 'form'
          ? 'event = isForm ? Object.fromEntries(new URLSearchParams(body.toString())) : JSON.parse(body)'
          : 'event = JSON.parse(body)',
      ],
      STEP,
    ),
    '} catch {',
    indent([refuse(400, NO_JSON)], STEP),
    '}',
    handshakeLines(recipe, answer),
    'await accept(event)',
    answer(200, answersEmpty ? null : '{ received: true }'),
  ]
}

/** Texts, also when the header did not come. */
function headerExpression({ name, header: first, count }: HeaderRead, header: (name: string) => string): string {
  const one = `${header(first)} ?? ''`
  if (count !== 'numbered') return one
  const stem = first.replace(/1$/, '')
  const numbered = header(stem)
    .replace(text(stem), `\`${stem}\${number}\``)
    .replace(text(stem.toLowerCase()), `\`${stem.toLowerCase()}\${number}\``)
  return name === 'signature' ? `[1, 2, 3, 4, 5].map((number) => ${numbered}).filter(Boolean).join(',')` : one
}

function handshakeLines({ handshake }: Recipe, answer: Dialect['answer']): Lines | null {
  switch (handshake) {
    case null:
      return null
    case 'slack':
      return [
        `// Slack asks once whether the address is yours.`,
        `if (event?.type === 'url_verification') ${answer(200, '{ challenge: event.challenge }')}`,
      ]
    case 'discord':
      return [`// Discord pings before it trusts the address.`, `if (event?.type === 1) ${answer(200, '{ type: 1 }')}`]
    case 'zoom':
      return [
        `// Zoom asks from time to time whether you know the secret.`,
        `if (event?.event === 'endpoint.url_validation') {`,
        indent(
          [
            'const { plainToken } = event.payload',
            `const encryptedToken = createHmac('sha256', SECRETS[0]).update(plainToken).digest('hex')`,
            answer(200, '{ plainToken, encryptedToken }'),
          ],
          STEP,
        ),
        '}',
      ]
  }
}
