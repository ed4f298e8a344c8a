import { rubyText as text } from '../quote.ts'
import { asksType, type HeaderRead, type Recipe } from '../recipe.ts'
import { comment, flatten, indent, sourceOf, when, type Lines } from '../source.ts'
import { ACCEPT, headWords, INVALID, MISSING, NO_JSON, RAW_BODY, secretWords, urlWords } from '../words.ts'
import { argumentsOf, verificationOf } from './verification.ts'

const STEP = '  '

/** A receiver on Sinatra. `schemeName`: as classes are called. */
export function sinatraReceiver(recipe: Recipe, schemeName: string): string {
  const { path, port } = recipe
  const inside = [constantLines(recipe), ...verificationOf(recipe)]
  const handler = handlerLines(recipe)
  const name = `${schemeName}Webhook`
  return sourceOf([
    [comment('#', headWords(recipe, ['gem install sinatra puma rackup'], 'ruby receiver.rb')), requiresOf([...inside, handler])],
    [
      `class ${name} < Sinatra::Base`,
      indent(
        [
          inside[0] ?? null,
          '',
          `set :port, ENV.fetch('PORT', '${port}').to_i`,
          '# While developing, Sinatra would refuse the host names of tunnels.',
          'set :host_authorization, permitted_hosts: []',
          '',
          `post ${text(path)} do`,
          indent(handler, STEP),
          'end',
          '',
          'private',
          inside.slice(1).map((section) => section && ['', section]),
          '',
          `# ${ACCEPT}`,
          'def accept(event)',
          indent([`logger.info("Accepted #{event}")`], STEP),
          'end',
        ],
        STEP,
      ),
      'end',
    ],
    [`${name}.run! if $PROGRAM_NAME == __FILE__`],
  ])
}

function constantLines(recipe: Recipe): Lines {
  const { secretVariable, urlVariable, freshness, maxBytes } = recipe
  return [
    `# ${secretWords(recipe)}`,
    `SECRETS = ENV.values_at('${secretVariable}', '${secretVariable}_OLD').compact.reject(&:empty?).freeze`,
    `raise 'Set ${secretVariable}.' if SECRETS.empty?`,
    when(urlVariable !== null, `# ${urlWords()}`, `PUBLIC_URL = ENV.fetch('${urlVariable}')`),
    freshness && `TOLERANCE_SECONDS = ${freshness.toleranceMs / 1000}`,
    `MAX_BYTES = ${maxBytes / 1024 / 1024} * 1024 * 1024`,
  ]
}

function handlerLines(recipe: Recipe): Lines {
  const { headers, answersEmpty, urlVariable, payload } = recipe
  const refuse = (status: number, error: string): string =>
    answersEmpty ? `halt ${status}` : `halt ${status}, { error: ${text(error)} }.to_json`
  return [
    when(!answersEmpty, 'content_type :json'),
    `# ${RAW_BODY}`,
    'request.body.rewind if request.body.respond_to?(:rewind)',
    `payload = request.body.read(MAX_BYTES + 1) || ''`,
    `${refuse(413, 'Too large')} if payload.bytesize > MAX_BYTES`,
    headers.map((each) => `${each.name} = ${headerExpression(each)}`),
    when(
      urlVariable !== null || recipe.bodyHashParameter !== null,
      'query = request.query_string',
      'address = query.empty? ? PUBLIC_URL : "#{PUBLIC_URL}?#{query}"',
    ),
    when(asksType(recipe), `is_form = request.media_type == 'application/x-www-form-urlencoded'`),
    when(
      headers.some(({ name }) => name === 'signature'),
      `${refuse(401, MISSING)} if signature.empty?`,
    ),
    `${refuse(401, INVALID)} unless valid_signature?(${argumentsOf(recipe)})`,
    'begin',
    indent(
      [payload === 'form' ? 'event = is_form ? URI.decode_www_form(payload).to_h : JSON.parse(payload)' : 'event = JSON.parse(payload)'],
      STEP,
    ),
    'rescue JSON::ParserError',
    indent([refuse(400, NO_JSON)], STEP),
    'end',
    handshakeLines(recipe),
    'accept(event)',
    answersEmpty ? 'status 200' : '{ received: true }.to_json',
    when(answersEmpty, `''`),
  ]
}

function headerExpression({ header, count }: HeaderRead): string {
  if (count !== 'numbered') return `request.env[${text(rackName(header))}].to_s`
  return `(1..5).filter_map { |number| request.env["${rackName(header.replace(/1$/, ''))}#{number}"] }.join(',')`
}

function rackName(header: string): string {
  return `HTTP_${header.toUpperCase().replaceAll('-', '_')}`
}

function handshakeLines({ handshake }: Recipe): Lines | null {
  switch (handshake) {
    case null:
      return null
    case 'slack':
      return [
        '# Slack asks once whether the address is yours.',
        `halt({ challenge: event['challenge'] }.to_json) if event.is_a?(Hash) && event['type'] == 'url_verification'`,
      ]
    case 'discord':
      return ['# Discord pings before it trusts the address.', `halt({ type: 1 }.to_json) if event.is_a?(Hash) && event['type'] == 1`]
    case 'zoom':
      return [
        '# Zoom asks from time to time whether you know the secret.',
        `if event.is_a?(Hash) && event['event'] == 'endpoint.url_validation'`,
        indent(
          [
            `token = event.dig('payload', 'plainToken').to_s`,
            `halt({ plainToken: token, encryptedToken: OpenSSL::HMAC.hexdigest('SHA256', SECRETS[0], token) }.to_json)`,
          ],
          STEP,
        ),
        'end',
      ]
  }
}

const REQUIRES: readonly (readonly [name: string, use: RegExp])[] = [
  ['digest', /\bDigest::/],
  ['json', /\bJSON\b|to_json/],
  ['openssl', /\bOpenSSL\b/],
  ['sinatra/base', /./],
  ['time', /\bTime\.iso8601/],
  ['uri', /\bURI\./],
]

function requiresOf(lines: Lines): Lines {
  const code = flatten(lines).join('\n')
  return REQUIRES.filter(([, use]) => use.test(code)).map(([name]) => `require '${name}'`)
}
