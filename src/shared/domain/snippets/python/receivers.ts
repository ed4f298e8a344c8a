import { pythonArguments, pythonConstants, pythonImports, pythonName, pythonVerification } from './verification.ts'
import { pythonText as text } from '../quote.ts'
import { asksType, type HeaderRead, type Recipe } from '../recipe.ts'
import { comment, indent, sourceOf, when, type Lines } from '../source.ts'
import { ACCEPT, headWords, INVALID, MISSING, NO_JSON, RAW_BODY } from '../words.ts'

const STEP = '    '

/** How a framework reads a request and answers it. */
interface Dialect {
  readonly packages: string
  readonly imports: readonly string[]
  readonly run: (recipe: Recipe) => string
  /** An expression that is a text. */
  readonly header: (name: string) => string
  /** An expression: the query as it came. */
  readonly query: string
  /** A statement that answers; null: without a body. */
  readonly answer: (status: number, json: string | null) => string
  readonly before: Lines
  /** Decorator and head of the receiver. */
  readonly route: (path: string) => Lines
  /** Reads `body`. */
  readonly body: Lines
  readonly end: (recipe: Recipe) => Lines
}

/** A receiver on Flask. */
export function flaskReceiver(recipe: Recipe): string {
  return receiver(recipe, FLASK)
}

/** A receiver on FastAPI. */
export function fastapiReceiver(recipe: Recipe): string {
  return receiver(recipe, FASTAPI)
}

const FLASK: Dialect = {
  packages: 'flask',
  imports: ['from flask import Flask, jsonify, request'],
  run: () => 'python receiver.py',
  header: (name) => `request.headers.get(${text(name)}, "")`,
  query: 'request.query_string.decode()',
  answer: (status, json) => `return ${json === null ? '""' : `jsonify(${json})`}${status === 200 ? '' : `, ${status}`}`,
  before: ['app = Flask(__name__)', 'app.config["MAX_CONTENT_LENGTH"] = MAX_BYTES'],
  route: (path) => [`@app.post(${text(path)})`, 'def receive():'],
  // Older releases of Flask look at the limit only where they parse a form.
  body: [
    'if (request.content_length or 0) > MAX_BYTES:',
    `${STEP}return jsonify({"error": "Too large"}), 413`,
    'body = request.get_data()',
  ],
  end: ({ port }) => ['if __name__ == "__main__":', `${STEP}app.run(port=int(os.environ.get("PORT", "${port}")))`],
}

const FASTAPI: Dialect = {
  packages: 'fastapi uvicorn',
  imports: ['from fastapi import FastAPI, Request', 'from fastapi.responses import JSONResponse, Response'],
  run: ({ port }) => `uvicorn receiver:app --port ${port}`,
  header: (name) => `request.headers.get(${text(name)}, "")`,
  query: 'request.url.query',
  answer: (status, json) => (json === null ? `return Response(status_code=${status})` : `return JSONResponse(${json}, ${status})`),
  before: ['app = FastAPI()'],
  route: (path) => [`@app.post(${text(path)})`, 'async def receive(request: Request) -> Response:'],
  body: [
    'body = b""',
    'async for chunk in request.stream():',
    indent(['body += chunk', 'if len(body) > MAX_BYTES:', `${STEP}return JSONResponse({"error": "Too large"}, 413)`], STEP),
  ],
  end: () => [],
}

function receiver(recipe: Recipe, dialect: Dialect): string {
  const { algorithm } = recipe
  const needsPackage = algorithm.kind === 'ed25519' || algorithm.kind === 'ecdsa'
  const needs = [
    ...(needsPackage ? ['# Python itself checks no signatures of this kind; the package cryptography does.'] : []),
    `pip install ${dialect.packages}${needsPackage ? ' cryptography' : ''}`,
  ]
  const constants = pythonConstants(recipe)
  const verification = pythonVerification(recipe)
  const handler = handlerLines(recipe, dialect)
  const end = dialect.end(recipe)
  const imports = pythonImports([constants, ...verification, handler, end], dialect.imports)
  return sourceOf(
    [
      [comment('#', headWords(recipe, needs, dialect.run(recipe))), imports, '', constants],
      ...verification,
      [
        'def accept(event) -> None:',
        indent([`"""${ACCEPT}"""`, `print("Accepted", ${recipe.payload === 'form' ? 'list(event)' : 'event'})`], STEP),
      ],
      dialect.before,
      [dialect.route(recipe.path), indent([`# ${RAW_BODY}`, dialect.body, handler], STEP)],
      end,
    ],
    2,
  )
}

function handlerLines(recipe: Recipe, { header, query, answer }: Dialect): Lines {
  const { headers, answersEmpty, urlVariable } = recipe
  const refuse = (status: number, error: string): string => answer(status, answersEmpty ? null : `{"error": ${text(error)}}`)
  return [
    headers.map((each) => `${pythonName(each.name)} = ${headerExpression(each, header)}`),
    when(
      urlVariable !== null || recipe.bodyHashParameter !== null,
      `query = ${query}`,
      'url = f"{PUBLIC_URL}?{query}" if query else PUBLIC_URL',
    ),
    when(asksType(recipe), `is_form = ${header('Content-Type')}.lower().startswith("application/x-www-form-urlencoded")`),
    when(
      headers.some(({ name }) => name === 'signature'),
      'if not signature:',
      `${STEP}${refuse(401, MISSING)}`,
    ),
    `if not verify_signature(${pythonArguments(recipe, false)}):`,
    `${STEP}${refuse(401, INVALID)}`,
    'try:',
    `${STEP}event = ${recipe.payload === 'form' ? 'dict(parse_qsl(body.decode())) if is_form else json.loads(body)' : 'json.loads(body)'}`,
    'except ValueError:',
    `${STEP}${refuse(400, NO_JSON)}`,
    handshakeLines(recipe, answer),
    'accept(event)',
    answer(200, answersEmpty ? null : '{"received": True}'),
  ]
}

function headerExpression({ header: first, count }: HeaderRead, header: (name: string) => string): string {
  if (count === 'numbered') {
    const numbered = header(first).replace(text(first), `f"${first.replace(/1$/, '')}{number}"`)
    return `",".join(filter(None, (${numbered} for number in range(1, 6))))`
  }
  return count === 'repeated' ? `",".join(request.headers.getlist(${text(first)}))` : header(first)
}

function handshakeLines({ handshake }: Recipe, answer: Dialect['answer']): Lines | null {
  switch (handshake) {
    case null:
      return null
    case 'slack':
      return [
        '# Slack asks once whether the address is yours.',
        'if isinstance(event, dict) and event.get("type") == "url_verification":',
        `${STEP}${answer(200, '{"challenge": event.get("challenge")}')}`,
      ]
    case 'discord':
      return [
        '# Discord pings before it trusts the address.',
        'if isinstance(event, dict) and event.get("type") == 1:',
        `${STEP}${answer(200, '{"type": 1}')}`,
      ]
    case 'zoom':
      return [
        '# Zoom asks from time to time whether you know the secret.',
        'if isinstance(event, dict) and event.get("event") == "endpoint.url_validation":',
        indent(
          [
            'token = event["payload"]["plainToken"]',
            'encrypted = hmac.new(SECRETS[0].encode(), token.encode(), hashlib.sha256).hexdigest()',
            answer(200, '{"plainToken": token, "encryptedToken": encrypted}'),
          ],
          STEP,
        ),
      ]
  }
}
