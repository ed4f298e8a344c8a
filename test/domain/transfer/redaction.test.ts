import { isDeepStrictEqual } from 'node:util'
import { createHmac } from 'node:crypto'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { isCardNumber } from '../../../src/shared/domain/transfer/masks.ts'
import { requireRedactionPlace, splitRedactionPaths } from '../../../src/shared/domain/transfer/redaction-path.ts'
import { createRedactor, type Masked, type Redactor } from '../../../src/shared/domain/transfer/redaction.ts'

function redactor(paths: readonly string[] = []): Redactor & { readonly found: Masked[] } {
  const found: Masked[] = []
  const digest = (text: string, bytes: number): Uint8Array =>
    Buffer.concat(
      Array.from({ length: Math.ceil(bytes / 32) || 1 }, (_, block) => createHmac('sha256', 'key').update(`${block} ${text}`).digest()),
    )
  return { ...createRedactor({ digest, places: paths.map(requireRedactionPlace), found: (masked) => found.push(masked) }), found }
}

test('credentials of headers are masked in their shape; the rest stays as it was', () => {
  const { headers, found } = redactor()
  const masked = headers([
    ['Authorization', 'Bearer abc.DEF-123'],
    ['authorization', 'secret9'],
    ['Cookie', 'sid=Abc123; theme=dark'],
    ['Set-Cookie', 'sid=Abc123; Path=/; HttpOnly'],
    ['X-Api-Key', 'k_1'],
    ['X-Gitlab-Token', 'top-secret'],
    ['X-Webhook-Signature', 'sha256=0a1b'],
    ['X-Request-Id', '550e8400-e29b-41d4-a716-446655440000'],
    ['From', 'jane@acme.com'],
    ['Host', 'api.acme.com'],
  ])
  expect(masked.map(([name, value]) => `${name}: ${value}`)).toEqual([
    expect.stringMatching(/^Authorization: Bearer [a-z]{3}\.[A-Z]{3}-\d{3}$/),
    expect.stringMatching(/^authorization: [a-z]{6}\d$/),
    expect.stringMatching(/^Cookie: sid=[A-Z][a-z]{2}\d{3}; theme=[a-z]{4}$/),
    expect.stringMatching(/^Set-Cookie: sid=[A-Z][a-z]{2}\d{3}; Path=\/; HttpOnly$/),
    expect.stringMatching(/^X-Api-Key: [a-z]_\d$/),
    expect.stringMatching(/^X-Gitlab-Token: [a-z]{3}-[a-z]{6}$/),
    'X-Webhook-Signature: sha256=0a1b',
    'X-Request-Id: 550e8400-e29b-41d4-a716-446655440000',
    expect.stringMatching(/^From: [a-z]{4}@[a-z]{4}\.example$/),
    'Host: api.acme.com',
  ])
  expect(found.map(({ rule, where }) => `${rule} ${where}`)).toContain('cookie header Cookie')
  expect(JSON.stringify(masked)).not.toMatch(/abc\.DEF|secret9|Abc123|top-secret|jane/)
})

test('a JSON body keeps its spelling, key order and spaces; only values are masked', () => {
  const body =
    '{ "id":"evt_1", "at" : 1768645800000,\n "data":{"email":"J.Doe@acme.co.uk","phone":"5551234567","card":4242424242424242,"password":"hünter2","note":"call +49 170 1234567 or (555) 123-4567","plan":"pro","amount":-12.50}, "name":"Jane"}'
  const { body: mask, found } = redactor(['data.plan', 'name'])
  const masked = mask(body, 'application/json')
  expect(masked).toMatch(
    /^\{ "id":"evt_1", "at" : 1768645800000,\n "data":\{"email":"[A-Z]\.[A-Z][a-z]{2}@[a-z]{4}\.example","phone":"\d{10}","card":400000\d{10},"password":"[a-z]x[a-z]{4}\d","note":"call \+99 9\d\d \d{7} or \(\d{3}\) \d{3}-\d{4}","plan":"[a-z]{3}","amount":-12\.50\}, "name":"[A-Z][a-z]{3}"\}$/,
  )
  expect(found.map(({ rule, where }) => `${rule} ${where}`)).toEqual([
    'email body data.email',
    'phone body data.phone',
    'card body data.card',
    'secret body data.password',
    'phone body data.note',
    'phone body data.note',
    'path body data.plan',
    'path body name',
  ])
})

test('links inside headers, bodies and notes hide what their names and users tell', () => {
  const { headers, body, text, found } = redactor()
  const masked = [
    JSON.stringify(headers([['Referer', 'https://jane:pw12@acme.com/a/7?token=abc123&page=2']])),
    body('{"callback":"http://acme.com/cb?api_key=K9&to=jane%40acme.com#x","plan":"pro"}', 'application/json'),
    body('<a href="https://acme.com/?a=1&amp;access_token=abc">x</a>', 'text/xml'),
    text('See https://acme.com/#access_token=abc123, and mail jane@acme.com.'),
  ]
  expect(masked).toEqual([
    expect.stringMatching(/"https:\/\/[a-z]{4}:[a-z]{2}\d\d@acme\.com\/a\/7\?token=[a-z]{3}\d{3}&page=2"/),
    expect.stringMatching(/"http:\/\/acme\.com\/cb\?api_key=[A-Z]\d&to=[a-z]{4}%40[a-z]{4}\.example#x","plan":"pro"/),
    expect.stringMatching(/"https:\/\/acme\.com\/\?a=1&amp;access_token=[a-z]{3}"/),
    expect.stringMatching(/^See https:\/\/acme\.com\/#access_token=[a-z]{3}\d{3}, and mail [a-z]{4}@[a-z]{4}\.example\.$/),
  ])
  expect(found.map(({ where }) => where)).toContain('body callback api_key')
})

test('forms, multipart, XML, text and queries are masked where they name or hold something', () => {
  const { body, url } = redactor()
  const masked = [
    body('token=abc123&text=hi+there&mail=jane%40acme.com&payload=%7B%22password%22%3A%22x1%22%7D', 'application/x-www-form-urlencoded'),
    body('--b\r\nContent-Disposition: form-data; name="password"\r\n\r\nabc123\r\n--b--', 'multipart/form-data; boundary=b'),
    body('<a><password>abc123</password><b>jane@acme.com</b></a>', 'text/xml'),
    body('jane@acme.com wrote', 'text/plain'),
    url('https://user:pw@acme.com/u/jane@acme.com?api_key=abc123&page=2'),
  ]
  expect(masked).toEqual([
    expect.stringMatching(
      /^token=[a-z]{3}\d{3}&text=hi\+there&mail=[a-z]{4}%40[a-z]{4}\.example&payload=%7B%22password%22%3A%22[a-z]\d%22%7D$/,
    ),
    expect.stringMatching(/name="password"\r\n\r\n[a-z]{3}\d{3}\r\n--b--$/),
    expect.stringMatching(/^<a><password>[a-z]{3}\d{3}<\/password><b>[a-z]{4}@[a-z]{4}\.example<\/b><\/a>$/),
    expect.stringMatching(/^[a-z]{4}@[a-z]{4}\.example wrote$/),
    expect.stringMatching(/^https:\/\/[a-z]{4}:[a-z]{2}@acme\.com\/u\/[a-z]{4}@[a-z]{4}\.example\?api_key=[a-z]{3}\d{3}&page=2$/),
  ])
  expect(masked.join(' ')).not.toMatch(/abc123|jane/)
})

test('the same value gets the same mask, in whatever place; what is masked is not masked again', () => {
  const { body } = redactor()
  const once = body('["jane@acme.com","4242 4242 4242 4242","x","jane@acme.com"]', '')
  const [first, card, , last] = JSON.parse(once) as string[]
  expect({ same: first === last, card: isCardNumber((card ?? '').replaceAll(' ', '')), again: redactor().body(first ?? '', '') }).toEqual({
    same: true,
    card: true,
    again: first,
  })
})

test('any JSON stays JSON of the same shape', () => {
  // Names that are addresses are masked too.
  const shape = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(shape)
    if (typeof value === 'object' && value !== null)
      return { members: Object.entries(value).map(([key, each]) => [key.includes('@') ? '@' : key, shape(each)]) }
    return typeof value
  }
  expect(() =>
    fc.assert(
      fc.property(fc.oneof(fc.array(fc.jsonValue()), fc.dictionary(fc.string(), fc.jsonValue())), (value) => {
        const masked = redactor(['*']).body(JSON.stringify(value), 'application/json')
        return isDeepStrictEqual(shape(JSON.parse(masked)), shape(JSON.parse(JSON.stringify(value))))
      }),
      { examples: [[{ '': [[{ '-@0.0': 0 }]] }]] },
    ),
  ).not.toThrow()
})

test.each([
  ['data.plan', '{"data":{"plan":"gold","n":"kept"}}'],
  ['$.data.plan', '{"data":{"plan":"gold","n":"kept"}}'],
  ['data', '{"data":{"plan":"gold"},"n":"kept"}'],
  ['[*].plan', '[{"plan":"gold","n":"kept"}]'],
  ['items[1]', '{"items":["kept","gold"]}'],
  ['items[*]["odd name"]', '{"items":[{"odd name":"gold","odd":"kept"}]}'],
  ['["a.b"]', '{"a.b":"gold","a":{"b":"kept"}}'],
  ["['a.b']", '{"a.b":"gold","a":{"b":"kept"}}'],
  ['a["x\\"y"]', '{"a":{"x\\"y":"gold","x":"kept"}}'],
  ['[""]', '{"":"gold","a":"kept"}'],
  ['a["[0]"]', '{"a":{"[0]":"gold","0":"kept"}}'],
  ['ü😀', '{"ü😀":"gold","ü":"kept"}'],
  ['data.plan', '\uFEFF{"data":{"plan":"gold","n":"kept"}}'],
])('the place %s is masked in JSON, and only that', (place, text) => {
  const masked = redactor([place]).body(text, 'application/json')
  expect([masked.includes('gold'), masked.includes('kept'), masked.length]).toEqual([false, text.includes('kept'), text.length])
})

test.each(['', '.', 'a[', 'a[x]', 'a..b', 'a.', 'a["b', '[-1]', '$..a', 'a b'])('a place that cannot be read is refused: %j', (place) => {
  expect(() => redactor([place])).toThrow('in JSON bodies cannot be read')
})

test('places at which nothing stood are told', () => {
  const { body, unmet } = redactor(['data.emial', 'data.plan', 'items[*].name', 'data.flag'])
  body('{"data":{"email":"a","plan":"gold","flag":true}}', 'application/json')
  expect(unmet()).toEqual(['data.emial', 'items[*].name', 'data.flag'])
  body('{"items":[{"name":"x"}]}', 'application/json')
  expect(unmet()).toEqual(['data.emial', 'data.flag'])
})

test('a list of places is split at its commas, but not inside a name', () => {
  expect(splitRedactionPaths(' data.email, items[*]["last, first"],,a["x\\",y"] ')).toEqual([
    'data.email',
    'items[*]["last, first"]',
    'a["x\\",y"]',
  ])
})

test('secrets are found where a text has no structure, or has lost it', () => {
  const { body, text } = redactor()
  const masked = [
    body('{"payload":"{\\"password\\":\\"SEKRET1\\",\\"note\\":\\"{\\\\\\"api_key\\\\\\":\\\\\\"SEKRET2\\\\\\"}\\"}"}', 'application/json'),
    body('{"id":1,"password":"SEKRET3 and \\"SEKRET\\" more","x', 'application/json'),
    body('<login password="SEKRET4" user=\'a\'/>', 'text/xml'),
    body('user=a password=SEKRET5, Authorization: Bearer SEKRET.x', 'text/plain'),
    text('The access-token: SEKRET7, Bearer xSEKRET; a Bearer token. Basic information; no secret here.'),
  ].join('\n')
  expect(masked).not.toContain('SEKRET')
  expect(masked).toContain('; a Bearer token. Basic information; no secret here.')
})

test('a part of a multipart body is masked whole, whatever lines and files it has', () => {
  const { body, found } = redactor()
  const key = '-----BEGIN PRIVATE KEY-----\r\nSEKRET1\r\n--SEKRET2\r\n-----END PRIVATE KEY-----'
  const written = (private_key: string, token: string, mail: string, json: string): string =>
    [
      'SEKRET is no part\r\n--b 1\r\nContent-Disposition: form-data; name="private_key"\r\n\r\n',
      `${private_key}\r\n--b 1\r\ncontent-disposition: form-data; filename="t.txt"; name=token\r\nContent-Type: text/plain\r\n\r\n`,
      `${token}\r\n--b 1\r\nContent-Disposition: form-data; name="mail"\r\n\r\n`,
      `${mail}\r\n--b 1\r\nContent-Disposition: form-data; name="payload"\r\nContent-Type: application/json\r\n\r\n`,
      `${json}\r\n--b 1--\r\n`,
    ].join('')
  const masked = body(
    written(key, 'SEKRET3\nSEKRET4', 'hi\r\n\r\njane@acme.com', '{\r\n\r\n"password":\r\n"SEKRET5"}'),
    'multipart/form-data; boundary="b 1"',
  )
  expect(masked).toMatch(
    new RegExp(
      `^${written(
        '-----[A-Z]{5} [A-Z]{7} [A-Z]{3}-----\r\n[A-Z]{6}\\d\r\n--[A-Z]{6}\\d\r\n-----[A-Z]{3} [A-Z]{7} [A-Z]{3}-----',
        '[A-Z]{6}\\d\n[A-Z]{6}\\d',
        'hi\r\n\r\n[a-z]{4}@[a-z]{4}\\.example',
        '{\r\n\r\n"password":\r\n"[A-Z]{6}\\d"}',
      )}$`,
    ),
  )
  expect(masked).not.toMatch(/SEKRET\d/)
  expect(found.map(({ rule, where }) => `${rule} ${where}`)).toEqual([
    'secret body private_key',
    'secret body token',
    'email body mail',
    'secret body payload password',
  ])
})

test.each([
  ['without a boundary in its type', 'multipart/form-data', '--x\r\nContent-Disposition: form-data; name="token"\r\n\r\nSEKRET\r\n--x--'],
  [
    'with line feeds alone',
    'multipart/form-data; boundary=x',
    '--x\nContent-Disposition: form-data; name="token"\n\nSEKRET\nSEKRET\n--x--',
  ],
  ['cut off', 'multipart/form-data; boundary=x', '--x\r\nContent-Disposition: form-data; name="token"\r\n\r\nSEKRET\r\nSEK'],
  ['that is none', 'multipart/form-data; boundary=x', '{"token":"SEKRET"}'],
])('a multipart body %s gives no secret away', (_, contentType, text) => {
  const masked = redactor().body(text, contentType)
  expect([masked.includes('SEK'), masked.length]).toEqual([false, text.length])
})

test('what stands below or beside the name of a secret in JSON is masked, and addresses as names', () => {
  const { body } = redactor()
  const text =
    '{"credentials":{"user":"SEKRET1","key":"SEKRET2","n":3},"tokens":["SEKRET3"],"pwd":"SEKRET4","usage":{"total_tokens":12},' +
    '"headers":[{"value":"SEKRET5","name":"Authorization"},{"Name":"X-Id","Value":"kept"}],"authorization":{"amount":50},' +
    '"SEKRET@acme.com":{"phones":["5551234567"]},"message":{"data":"eyJwYXNzd29yZCI6IlNFS1JFVDYifQ=="}}'
  const masked = body(text, 'application/json')
  expect(masked).not.toMatch(/SEKRET|5551234567|eyJwYXNzd29yZCI6IlNFS1JFVDYifQ/)
  expect(masked).toContain('"usage":{"total_tokens":12}')
  expect(masked).toContain('{"Name":"X-Id","Value":"kept"}],"authorization":{"amount":50}')
  const { message } = JSON.parse(masked) as { message: { data: string } }
  expect(Buffer.from(message.data, 'base64').toString()).toMatch(/^\{"password":"[A-Z]{6}\d"\}$/)
})

test('secrets that tell by themselves what they are are masked wherever they stand', () => {
  const { text } = redactor()
  const masked = text(
    [
      'It fails with sk_live_SEKRETabcdefghij12, whsec_SEKRETabcdefghij and ghp_SEKRETabcdefghijkl34;',
      'eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJTRUtSRVQifQ.SEKRETsignature',
      '-----BEGIN RSA PRIVATE KEY-----\nSEKRET/abc+\n-----END RSA PRIVATE KEY-----',
    ].join(' '),
  )
  expect(masked).not.toMatch(/SEKRET|eyJ/)
  expect(masked).toMatch(/^It fails with sk_live_[A-Z]{6}[a-z]{10}\d\d, whsec_/)
})

test('CDATA, names in forms, and cookies without a name are masked', () => {
  const { body, headers } = redactor()
  const masked = [
    body('<a><token>\n<![CDATA[SEKRET1 <b>&]]]>\n</token><!-- jane@acme.com --><x y="1"/><note><![CDATA[jane@acme.com', 'text/xml'),
    body('jane%40acme.com=1&jane@acme.com&a+b=c+d', 'application/x-www-form-urlencoded'),
    JSON.stringify(
      headers([
        ['Cookie', 'SEKRET2; b=SEKRET3'],
        ['Set-Cookie', 'SEKRET4; Path=/'],
        ['X-Auth', 'SEKRET5'],
      ]),
    ),
  ]
  expect(masked).toEqual([
    expect.stringMatching(
      /^<a><token>\n<!\[CDATA\[[A-Z]{6}\d <[a-z]>&\]\]\]>\n<\/token><!-- [a-z@]+\.example --><x y="1"\/><note><!\[CDATA\[[a-z@]+\.example$/,
    ),
    expect.stringMatching(/^[a-z]{4}%40[a-z]{4}\.example=1&[a-z]{4}%40[a-z]{4}\.example&a\+b=c\+d$/),
    expect.stringMatching(/^\[\["Cookie","[A-Z]{6}\d; b=[A-Z]{6}\d"\],\["Set-Cookie","[A-Z]{6}\d; Path=\/"\],\["X-Auth","[A-Z]{6}\d"\]\]$/),
  ])
})

test.each([
  ['starts of CDATA', '<![CDATA['],
  ['start tags', '<token>'],
  ['angles', '<'],
  ['heads of parts', '--b\r\nContent-Disposition: form-data; name="token"\r\n\r\n'],
  ['starts of keys', '-----BEGIN PRIVATE KEY-----'],
  ['starts of tokens', 'eyJaaaaaaaa.'],
])('a megabyte of %s is masked in time that grows with its length', (_, piece) => {
  const took = (bytes: number): number => {
    const started = performance.now()
    const text = `<${piece.repeat(bytes / piece.length)}`
    redactor().body(text, 'text/xml')
    redactor().body(`--b\r\n${text}`, 'multipart/form-data; boundary=b')
    return performance.now() - started
  }
  took(10_000)
  // Where each began a search to the end, it would be a hundred times as much.
  expect(took(1_000_000) / Math.max(5, took(100_000))).toBeLessThan(60)
})

test('columns of CSV that are named like secrets are masked, the others by what they hold', () => {
  const { body, found } = redactor()
  const text = 'id,API Key,"e-mail",note\r\n1,SEKRET1,jane@acme.com,"a, b"\r\n2,"SEKRET2, ""SEKRET3""\nSEKRET4",x,\r\n'
  const masked = body(text, 'text/csv; charset=utf-8')
  expect(masked).toMatch(
    /^id,API Key,"e-mail",note\r\n1,[A-Z]{6}\d,[a-z]{4}@[a-z]{4}\.example,"a, b"\r\n2,"[A-Z]{6}\d, ""[A-Z]{6}\d""\n[A-Z]{6}\d",x,\r\n$/,
  )
  expect(masked).not.toContain('SEKRET')
  expect(found.map(({ rule, where }) => `${rule} ${where}`)).toEqual(['secret body API Key', 'email body e-mail', 'secret body API Key'])
  expect(body('id;pwd\n1;SEKRET\n', 'text/csv') + body('pwd\tid\nSEKRET\tkept\n', 'text/tab-separated-values')).toMatch(
    /^id;pwd\n1;[A-Z]{6}\npwd\tid\n[A-Z]{6}\tkept\n$/,
  )
})

test('whatever stands in a table of CSV, the column of a secret gives nothing away and all else stays', () => {
  const cell = fc.string({ unit: fc.constantFrom('a', 'Z', '7', ',', ';', '"', '\n', ' ', '|'), maxLength: 8 })
  const written = (value: string): string => (/[",\n]/.test(value) ? `"${value.replaceAll('"', '""')}"` : value)
  const secret = cell.map((value) => `SEKRET${value}`)
  expect(() =>
    fc.assert(
      fc.property(fc.array(fc.tuple(cell, secret, cell), { minLength: 1 }), (rows) => {
        const shape = (value: string): string => value.replaceAll(/[A-Z]/g, 'A').replaceAll(/[a-z]/g, 'a').replaceAll(/\d/g, '7')
        const table = (of: (value: string) => string): string =>
          [['id', 'token', 'x'], ...rows.map(([id, token, x]) => [id, of(token), x])].map((row) => row.map(written).join(',')).join('\n')
        const masked = redactor().body(
          table((value) => value),
          'text/csv',
        )
        const others = masked.replaceAll(/[A-Z]{6}/g, 'AAAAAA')
        return !masked.includes('SEKRET') && masked.length === table(shape).length && shape(others) === shape(table(shape))
      }),
    ),
  ).not.toThrow()
})

test('what stands behind or below the name of a secret in YAML is masked', () => {
  const { body } = redactor()
  const text = [
    '# of jane@acme.com',
    'user: kept',
    'pwd: SEKRET1 and SEKRET2 # SEKRET',
    '"api key": "SEKRET3"',
    'items:',
    '  - name: kept',
    '    private_key: |',
    '      SEKRET4',
    '',
    '      SEKRET5',
    '    plan: kept',
    'tokens:',
    '- SEKRET6',
    '- SEKRET7',
    'credentials:',
    '  user: SEKRET8',
    '  id: SEKRET9',
    'mail: jane@acme.com',
    'total_tokens: 12',
    'passwords: {a: SEKRET, b: [SEKRET]}',
    '- secret: SEKRET',
    '  other: kept',
    '- name: API_KEY',
    '  value: SEKRET',
    '- name: PLAN',
    '  value: kept',
  ].join('\n')
  const masked = body(text, 'application/x-yaml')
  expect(masked).not.toMatch(/SEKRET|jane/)
  expect(masked.split('\n').filter((line) => line.includes('kept') || line.startsWith('total'))).toEqual([
    'user: kept',
    '  - name: kept',
    '    plan: kept',
    'total_tokens: 12',
    '  other: kept',
    '  value: kept',
  ])
  expect(masked.length).toBe(text.length + '.example'.length * 2 - '.com'.length * 2)
})

test('members of XML that are named beside their value are masked', () => {
  const { body } = redactor()
  const member = (name: string, value: string): string => `<member><name>${name}</name>\n<value>${value}</value></member>`
  const text = [
    '<?xml version="1.0"?><methodCall><params><param><value><struct>',
    member('user', '<string>kept1</string>'),
    member('password', '<string>SEKRET1</string>'),
    member('api_key', 'SEKRET2'),
    member('tokens', '<array><data><value><string>SEKRET3</string></value><value>SEKRET4</value></data></array>'),
    member('plan', 'kept2'),
    '</struct></value></param></params></methodCall>',
    '<dict><key>pwd</key><string>SEKRET5</string><key>id</key><string>kept3</string></dict>',
    '<product><name>Token</name><price>kept4</price></product>',
  ].join('')
  const masked = body(text, 'text/xml')
  expect([masked.match(/SEKRET\d|kept\d/g), masked.length]).toEqual([['kept1', 'kept2', 'kept3', 'kept4'], text.length])
})

test('XML inside XML, escaped or in CDATA, and inside JSON is masked by its names', () => {
  const { body } = redactor()
  const inner = '<login id="1"><password>SEKRET</password><user>kept</user></login>'
  const escaped = (xml: string): string => xml.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
  const wraps = [
    escaped(inner),
    escaped(`<a>${escaped(inner)}</a>`),
    `<![CDATA[${inner}]]>`,
    escaped(inner).replaceAll('&lt;', '&#60;').replaceAll('&gt;', '&#x3E;'),
  ].map((wrapped) => body(`<Body><return>${wrapped}</return></Body>`, 'text/xml'))
  const all = [...wraps, body(JSON.stringify({ xml: inner }), 'application/json')]
  expect(all.map((masked) => [masked.includes('SEKRET'), masked.includes('kept')])).toEqual(all.map(() => [false, true]))
  expect(wraps[0]).toMatch(/^<Body><return>&lt;login id="1"&gt;&lt;password&gt;[A-Z]{6}&lt;\/password&gt;&lt;user&gt;kept&lt;/)
})

test.each([
  ['elements opened again in CDATA', 'text/xml', '<a><![CDATA['],
  ['escaped starts', 'text/xml', '&lt;a&gt;&amp;lt;'],
  ['elements closed by others', 'text/xml', '<name>a</b>'],
  ['quotes', 'text/csv', ',"","'],
  ['dashes', 'text/yaml', '- '],
  ['names', 'text/yaml', 'token:\n'],
])('a megabyte of %s is masked in time that grows with its length', (_, contentType, piece) => {
  const took = (bytes: number): number => {
    const started = performance.now()
    redactor().body(`<x>${piece.repeat(bytes / piece.length)}</x>`, contentType)
    return performance.now() - started
  }
  took(10_000)
  expect(took(1_000_000) / Math.max(5, took(100_000))).toBeLessThan(60)
})
