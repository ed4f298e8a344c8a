import { phpArguments, phpConstants, phpVerification, type Home } from './verification.ts'
import { phpText as text } from '../quote.ts'
import { asksType, type HeaderRead, type Recipe } from '../recipe.ts'
import { comment, indent, sourceOf, when, type Lines } from '../source.ts'
import { ACCEPT, headWords, INVALID, MISSING, NO_JSON, RAW_BODY } from '../words.ts'

const STEP = '    '

/** How a request is read and answered. */
interface Dialect {
  readonly home: Home
  /** An expression that is a text. */
  readonly header: (name: string) => string
  readonly query: string
  /** Statements that answer and end; null: without a body. */
  readonly answer: (status: number, json: string | null) => Lines
}

/** A receiver in one PHP file. */
export function phpReceiver(recipe: Recipe): string {
  const { path, port } = recipe
  const home: Home = { visibility: '', self: '', constants: '', setting: (variable) => `getenv('${variable}')` }
  const dialect: Dialect = {
    home,
    header: (name) => serverVariable(name),
    query: `$_SERVER['QUERY_STRING'] ?? ''`,
    answer: (status, json) => [json === null ? `http_response_code(${status});` : `answer(${status}, ${json});`, 'exit;'],
  }
  return sourceOf([
    ['<?php', comment('//', headWords(recipe, needsOf(recipe), `php -S 127.0.0.1:${port} receiver.php`)), 'declare(strict_types=1);'],
    phpConstants(recipe, ''),
    ...phpVerification(recipe, home),
    [`/** ${ACCEPT} */`, 'function accept(mixed $event): void', '{', `${STEP}error_log('Accepted ' . json_encode($event));`, '}'],
    when(
      !recipe.answersEmpty,
      'function answer(int $status, array $json): void',
      '{',
      indent(['http_response_code($status);', `header('Content-Type: application/json');`, 'echo json_encode($json);'], STEP),
      '}',
    ),
    [
      `if (parse_url($_SERVER['REQUEST_URI'], PHP_URL_PATH) !== ${text(path)} || $_SERVER['REQUEST_METHOD'] !== 'POST') {`,
      indent(['http_response_code(404);', 'exit;'], STEP),
      '}',
      `// ${RAW_BODY}`,
      `$body = (string) file_get_contents('php://input', length: MAX_BYTES + 1);`,
      'if (strlen($body) > MAX_BYTES) {',
      indent(['http_response_code(413);', 'exit;'], STEP),
      '}',
      handlerLines(recipe, dialect),
    ],
  ])
}

/** A controller of Laravel. */
export function laravelReceiver(recipe: Recipe, schemeName: string): string {
  const { path, secretVariable, urlVariable } = recipe
  const controller = `${schemeName}WebhookController`
  const settings = [secretVariable, `${secretVariable}_OLD`, ...(urlVariable === null ? [] : [urlVariable])]
  const home: Home = {
    visibility: 'private ',
    self: '$this->',
    constants: 'self::',
    setting: (variable) => `config('services.webhooks.${variable.toLowerCase()}')`,
  }
  const dialect: Dialect = {
    home,
    header: (name) => `(string) $request->header(${text(name)})`,
    query: `(string) $request->server('QUERY_STRING')`,
    answer: (status, json) => [json === null ? `return response()->noContent(${status});` : `return response()->json(${json}, ${status});`],
  }
  return sourceOf([
    [
      '<?php',
      comment('//', [
        ...headWords(recipe, needsOf(recipe), '').slice(0, -1),
        '  This is app/Http/Controllers/' + `${controller}.php`,
        '',
        '  routes/api.php, which is served under /api and asks for no CSRF token:',
        `    Route::post(${text(path)}, \\App\\Http\\Controllers\\${controller}::class);`,
        '  config/services.php:',
        `    'webhooks' => [`,
        ...settings.map((variable) => `        '${variable.toLowerCase()}' => env('${variable}'),`),
        `    ],`,
      ]),
      'declare(strict_types=1);',
    ],
    ['namespace App\\Http\\Controllers;'],
    [
      'use Illuminate\\Http\\Request;',
      'use Illuminate\\Support\\Facades\\Log;',
      'use RuntimeException;',
      'use Symfony\\Component\\HttpFoundation\\Response;',
    ],
    [
      `final class ${controller}`,
      '{',
      indent(
        [
          phpConstants(recipe, 'private '),
          '',
          'public function __invoke(Request $request): Response',
          '{',
          indent(
            [
              `// ${RAW_BODY}`,
              '$body = $request->getContent();',
              'if (strlen($body) > self::MAX_BYTES) {',
              indent([dialect.answer(413, recipe.answersEmpty ? null : `['error' => 'Too large']`)], STEP),
              '}',
              handlerLines(recipe, dialect),
            ],
            STEP,
          ),
          '}',
          phpVerification(recipe, home).map((section) => section && ['', section]),
          '',
          `/** ${ACCEPT} */`,
          'private function accept(mixed $event): void',
          '{',
          `${STEP}Log::info('Accepted', ['event' => $event]);`,
          '}',
        ],
        STEP,
      ),
      '}',
    ],
  ])
}

function needsOf({ algorithm }: Recipe): string[] {
  if (algorithm.kind === 'ed25519') return ['Needs the extension sodium, which PHP brings along.']
  return algorithm.kind === 'ecdsa' ? ['Needs the extension openssl.'] : []
}

function serverVariable(name: string): string {
  const upper = name.toUpperCase().replaceAll('-', '_')
  if (upper === 'CONTENT_TYPE') return `$_SERVER['CONTENT_TYPE'] ?? ''`
  // Apache keeps it from PHP, unless it is rewritten.
  if (upper === 'AUTHORIZATION') return `$_SERVER['HTTP_AUTHORIZATION'] ?? $_SERVER['REDIRECT_HTTP_AUTHORIZATION'] ?? ''`
  return `$_SERVER[${text(`HTTP_${upper}`)}] ?? ''`
}

function handlerLines(recipe: Recipe, dialect: Dialect): Lines {
  const { headers, answersEmpty, urlVariable } = recipe
  const { home, header, query, answer } = dialect
  const { self } = home
  const refuse = (status: number, error: string): Lines => indent(answer(status, answersEmpty ? null : `['error' => ${text(error)}]`), STEP)
  return [
    headers.map((each) => `$${each.name} = ${headerExpression(each, header)};`),
    when(urlVariable !== null || recipe.bodyHashParameter !== null, `$url = ${self}publicUrl(${query});`),
    when(asksType(recipe), `$isForm = str_starts_with(strtolower(${header('Content-Type')}), 'application/x-www-form-urlencoded');`),
    when(
      headers.some(({ name }) => name === 'signature'),
      `if ($signature === '') {`,
      refuse(401, MISSING),
      '}',
    ),
    `if (!${self}verifySignature(${phpArguments(recipe, false)})) {`,
    refuse(401, INVALID),
    '}',
    eventLines(recipe),
    `if ($event === null && json_last_error() !== JSON_ERROR_NONE) {`,
    refuse(400, NO_JSON),
    '}',
    handshakeLines(recipe, dialect),
    `${self}accept($event);`,
    answer(200, answersEmpty ? null : `['received' => true]`).filter((line) => line !== 'exit;'),
  ]
}

function eventLines({ payload }: Recipe): Lines {
  if (payload === 'json') return ['$event = json_decode($body, true);']
  return ['if ($isForm) {', `${STEP}parse_str($body, $event);`, '} else {', `${STEP}$event = json_decode($body, true);`, '}']
}

function headerExpression({ header: first, count }: HeaderRead, header: (name: string) => string): string {
  if (count !== 'numbered') return header(first)
  const numbered = header('HEADER')
    .replace(text('HTTP_HEADER'), `'HTTP_${first.replace(/1$/, '').toUpperCase().replaceAll('-', '_')}' . $number`)
    .replace(text('HEADER'), `'${first.replace(/1$/, '')}' . $number`)
  return `implode(',', array_filter(array_map(fn (int $number) => ${numbered}, range(1, 5))))`
}

function handshakeLines({ handshake }: Recipe, { home, answer }: Dialect): Lines | null {
  switch (handshake) {
    case null:
      return null
    case 'slack':
      return [
        '// Slack asks once whether the address is yours.',
        `if (($event['type'] ?? null) === 'url_verification') {`,
        indent(answer(200, `['challenge' => $event['challenge'] ?? '']`), STEP),
        '}',
      ]
    case 'discord':
      return [
        '// Discord pings before it trusts the address.',
        `if (($event['type'] ?? null) === 1) {`,
        indent(answer(200, `['type' => 1]`), STEP),
        '}',
      ]
    case 'zoom':
      return [
        '// Zoom asks from time to time whether you know the secret.',
        `if (($event['event'] ?? null) === 'endpoint.url_validation') {`,
        indent(
          [
            `$token = $event['payload']['plainToken'];`,
            answer(200, `['plainToken' => $token, 'encryptedToken' => hash_hmac('sha256', $token, ${home.self}secrets()[0])]`),
          ],
          STEP,
        ),
        '}',
      ]
  }
}
