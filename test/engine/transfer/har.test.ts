import { Ajv, type AnySchemaObject } from 'ajv'
import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { expect, test } from 'vitest'
import { aCapture } from '../../support/builders.ts'
import { seededRandom, testCore } from '../../support/core.ts'
import { exported, imported, marked, seen } from '../../support/transfer.ts'
import { variedCore } from '../../support/varied-core.ts'

/** Where a value leaves the JSON schema of HAR 1.2. */
async function harProblems(har: unknown): Promise<unknown> {
  const { default: addFormats } = await import('ajv-formats')
  const folder = join(import.meta.dirname, '../../../node_modules')
  const read = (file: string): AnySchemaObject => JSON.parse(readFileSync(join(folder, file), 'utf8')) as AnySchemaObject
  const ajv = addFormats(new Ajv({ strict: false, allErrors: true }))
  ajv.addMetaSchema(read('ajv/dist/refs/json-schema-draft-06.json'))
  for (const file of globSync('har-schema/lib/*.json', { cwd: folder })) ajv.addSchema(read(file))
  return ajv.validate('har.json#', har) ? [] : ajv.errors
}

test('our HAR fits the schema of HAR 1.2, whatever was captured', async () => {
  const har = JSON.parse(await exported(variedCore(), { format: 'har' })) as { log: { entries: unknown[] } }
  expect(await harProblems(har)).toEqual([])
  expect(await harProblems({ log: { version: '1.2' } })).toHaveLength(2)
  expect(har.log.entries).toHaveLength(10)
})

test('our HAR gives back the same exchanges', async () => {
  const here = variedCore()
  const there = testCore({ random: seededRandom('there') })
  const har = await exported(here, { format: 'har' })
  expect(await imported(there, har, 10_000)).toMatchObject({ format: 'har', imported: 10, problems: 0, firstProblems: [], isWhole: true })
  expect(await seen(there)).toEqual(marked(await seen(here)))
  expect(await imported(there, har)).toMatchObject({ imported: 0, known: 10, problems: 0 })
})

test('a compressed body stands decoded for other tools, and comes back as it was on the wire', async () => {
  const here = testCore({ random: seededRandom('here') })
  const there = testCore({ random: seededRandom('there') })
  const body = gzipSync('{"a":1}')
  aCapture(here, { headers: ['Host', 'a', 'Content-Encoding', 'gzip'], body })
  here.db.prepare("UPDATE exchange SET answer = 'decided'").run()
  const har = await exported(here, { format: 'har' })
  await imported(there, har)
  const [entry] = (JSON.parse(har) as { log: { entries: { request: { postData: { text: string } } }[] } }).log.entries
  expect(entry?.request.postData.text).toBe('{"a":1}')
  expect(await seen(there)).toEqual(marked(await seen(here)))
})

/** As Chrome's network panel writes it, HTTP/2 pseudo headers and all. */
const CHROME = {
  startedDateTime: '2026-01-17T10:30:00.123Z',
  time: 41.5,
  request: {
    method: 'POST',
    url: 'https://api.example.com/hooks?x=%20a',
    httpVersion: 'http/2.0',
    headers: [
      { name: ':authority', value: 'api.example.com' },
      { name: ':method', value: 'POST' },
      { name: 'content-type', value: 'application/json' },
    ],
    postData: { mimeType: 'application/json', text: '{"type":"invoice.paid","id":"evt_1"}' },
  },
  response: {
    status: 201,
    statusText: '',
    httpVersion: 'http/2.0',
    headers: [
      { name: 'content-encoding', value: 'br' },
      { name: 'content-type', value: 'image/png' },
    ],
    content: { size: 4, mimeType: 'image/png', text: Buffer.of(1, 2, 3, 255).toString('base64'), encoding: 'base64' },
  },
}

test('the HAR of a browser becomes captures: pseudo headers, base64, what it had decoded', async () => {
  const core = testCore()
  await imported(core, JSON.stringify({ log: { version: '1.2', entries: [CHROME] } }))
  const [row] = await seen(core)
  expect(row).toMatchObject({
    direction: 'in',
    state: 'complete',
    at: Date.parse('2026-01-17T10:30:00.123Z'),
    method: 'POST',
    path: '/hooks?x=%20a',
    type: 'invoice.paid',
    eventId: 'evt_1',
    status: 201,
    tookMs: 41.5,
    verdict: null,
    isImported: true,
    answer: 'sent',
    request: {
      startLine: 'POST /hooks?x=%20a HTTP/2.0',
      headers: [
        ['Host', 'api.example.com'],
        ['content-type', 'application/json'],
      ],
    },
    response: { startLine: 'HTTP/2.0 201', headers: [['content-type', 'image/png']], bodyBytes: 4, bodyComplete: true },
    notes: [expect.stringContaining('pseudo headers'), expect.stringContaining('Content-Encoding was left out')],
    bodies: [`36 ${Buffer.from(CHROME.request.postData.text).toString('base64')}`, '4 AQID/w=='],
  })
})

test('fields that are missing are no hindrance; an entry that says nothing is named, and the rest goes on', async () => {
  const core = testCore()
  const entries = [
    { request: { url: 'http://a/one' } },
    { request: { method: 'GET' } },
    null,
    'https://a/"[,',
    {
      startedDateTime: 'soon',
      request: { method: 'put', url: 'http://a:1/two', headers: 'none', postData: { params: [{ name: 'a', value: 'b c' }] } },
      response: { status: 0 },
    },
    {
      startedDateTime: '2026-01-01T00:00:00Z',
      request: { url: 'https://a/three', headers: [{ name: 'Host', value: 'b' }, { value: 'x' }] },
      response: { status: 200, content: { size: 7 } },
    },
    7,
    { startedDateTime: '2026-01-02T00:00:00Z', request: { url: 'http://a/four' }, response: { status: 1e21 } },
  ]
  const report = await imported(core, JSON.stringify({ log: { entries } }), 7)
  const rows = await seen(core)
  expect({
    problems: report.firstProblems,
    rows: rows.map(({ method, path, status, request, response, notes }) => [
      method,
      path,
      status,
      request.headers,
      response?.bodyComplete,
      notes.length,
    ]),
  }).toEqual({
    problems: [2, 3, 4, 7].map((line) => ({ line, message: 'It has no request with a url.' })),
    rows: [
      ['GET', '/one', null, [['Host', 'a']], undefined, 1],
      ['PUT', '/two', null, [['Host', 'a:1']], undefined, 2],
      ['GET', '/three', 200, [['Host', 'b']], false, 0],
      ['GET', '/four', null, [['Host', 'a']], undefined, 0],
    ],
  })
})

test.each([
  ['2026-01-17T10:30:00.123Z', 0, []],
  ['ms since 1970', 1_768_645_800_123, []],
  ['seconds since 1970, with a fraction', 1_768_645_800.123, []],
  ['the same as text', '1768645800123', []],
  ['a small number', 12, ['The HAR gives no time for it.']],
  ['a number beyond all time', 1e300, ['The HAR gives no time for it.']],
])('the time of an entry is read: %s', async (written, startedDateTime, notes) => {
  const core = testCore()
  const entry = { startedDateTime: startedDateTime === 0 ? written : startedDateTime, request: { url: 'http://a/' } }
  await imported(core, JSON.stringify({ log: { entries: [entry] } }))
  const rows = await seen(core)
  expect(rows.map((row) => [row.at, row.notes])).toEqual([[notes.length === 0 ? 1_768_645_800_123 : 1, notes]])
})

test('the url of an entry stays as it was: in the exchange, as curl, and in a HAR or a bundle of it', async () => {
  const [core, fromHar, fromBundle] = [testCore(), testCore(), testCore()]
  const urls = ['https://api.example.com/a?x=%20#part', 'https://other.example/b', 'wss://api.example/live', 'http://api.example/c']
  const headers = [{ name: 'Host', value: 'api.example' }]
  const entries = urls.map((url, index) => anEntry(index, { url, headers }, null))
  await imported(core, JSON.stringify({ log: { entries } }))
  const har = await exported(core, { format: 'har' })
  await imported(fromHar, har)
  await imported(fromBundle, await exported(core))
  const kept = [
    'https://api.example.com/a?x=%20',
    'https://other.example/b',
    // It began as a request over https.
    'https://api.example/live',
    'http://api.example/c',
  ]
  expect({
    exchanges: await Promise.all([core, fromHar, fromBundle].map(async (each) => (await seen(each)).map(({ url }) => url))),
    har: (JSON.parse(har) as { log: { entries: { request: { url: string } }[] } }).log.entries.map(({ request }) => request.url),
    curl: [...(await exported(core, { format: 'curl' })).matchAll(/--globoff (\S+)/g)].map(([, url]) => url?.replaceAll("'", '')),
  }).toEqual({ exchanges: [kept, kept, kept], har: kept, curl: kept })
})

test('the same entry is known again; a HAR that was cut off says so', async () => {
  const core = testCore()
  const later = { ...CHROME, startedDateTime: '2026-01-17T10:30:01Z' }
  const whole = JSON.stringify({ log: { entries: [CHROME, later] } }, null, 2)
  expect(await imported(core, JSON.stringify({ log: { entries: [CHROME] } }))).toMatchObject({ imported: 1, known: 0, isWhole: true })
  expect(await imported(core, whole.slice(0, -20))).toMatchObject({ imported: 0, known: 1, isWhole: false })
  expect(await imported(core, `\uFEFF${whole}`)).toMatchObject({ imported: 1, known: 1, isWhole: true })
})

/** One entry each as the tool writes it, shortened; the shapes differ more than the words do. */
const TOOLS: Readonly<Record<string, unknown>> = {
  firefox: {
    startedDateTime: '2026-01-17T12:30:00.000+02:00',
    request: {
      bodySize: 20,
      method: 'POST',
      url: 'https://shop.example/form',
      httpVersion: 'HTTP/2',
      headers: [
        { name: 'Host', value: 'shop.example' },
        { name: 'Content-Type', value: 'multipart/form-data; boundary=----b1' },
      ],
      postData: {
        mimeType: 'multipart/form-data; boundary=----b1',
        params: [
          { name: 'plan', value: 'pro' },
          { name: 'file', fileName: 'a.txt', contentType: 'text/plain', value: 'é' },
        ],
      },
    },
    response: { status: 302, statusText: 'Found', httpVersion: 'HTTP/2', headers: [], content: { size: 0 } },
    serverIPAddress: '10.0.0.1',
    time: 12,
  },
  mitmproxy: {
    startedDateTime: '2026-01-17T10:30:01.000000+00:00',
    request: {
      method: 'POST',
      url: 'http://api.example/events',
      httpVersion: 'HTTP/1.1',
      headers: [
        { name: 'Content-Encoding', value: 'gzip' },
        { name: 'Content-Type', value: 'application/json' },
      ],
      postData: { mimeType: 'application/json', text: '{"a":1}', params: [] },
    },
    response: {
      status: 200,
      statusText: '',
      httpVersion: 'HTTP/1.1',
      headers: [],
      content: { size: 3, compression: 0, mimeType: '', text: 'AAEC', encoding: 'base64' },
    },
    time: -1,
    timings: { send: -1 },
  },
  charles: {
    startedDateTime: '2026-01-17T10:30:02.000Z',
    request: {
      method: 'post',
      url: 'https://api.example:443/raw',
      httpVersion: 'HTTP/1.1',
      headers: [{ name: 'Content-Length', value: 3 }],
      postData: { mimeType: 'application/octet-stream', text: 'AP8B', encoding: 'base64' },
    },
    response: { _charlesStatus: 'COMPLETE', status: 204, headers: [], content: { size: 0, mimeType: null } },
  },
  proxyman: {
    startedDateTime: '2026-01-17T10:30:03Z',
    _name: 'api.example',
    request: {
      method: 'GET',
      url: 'https://api.example/q?x=1',
      httpVersion: 'h2',
      headers: [{ name: ':authority', value: 'api.example' }],
      postData: null,
    },
    response: { status: 0, headers: [], content: {} },
  },
}

test('HARs of Firefox, mitmproxy, Charles and Proxyman become captures, each in its own spelling', async () => {
  const core = testCore()
  const report = await imported(core, JSON.stringify({ log: { version: '1.2', creator: { name: 'any' }, entries: Object.values(TOOLS) } }))
  const rows = await seen(core)
  expect(report).toMatchObject({ imported: 4, problems: 0 })
  expect(
    rows.map(({ method, path, status, tookMs, request, bodies, notes }) => ({
      line: `${method} ${path} ${status} ${tookMs}`,
      names: request.headers.map(([name]) => name),
      body: Buffer.from(bodies[0]?.split(' ')[1] ?? '', 'base64').toString('latin1'),
      notes: notes.length,
    })),
  ).toEqual([
    {
      line: 'POST /form 302 12',
      names: ['Host', 'Content-Type'],
      body: [
        '------b1\r\nContent-Disposition: form-data; name="plan"\r\n\r\npro\r\n',
        '------b1\r\nContent-Disposition: form-data; name="file"; filename="a.txt"\r\nContent-Type: text/plain\r\n\r\n\xc3\xa9\r\n------b1--\r\n',
      ].join(''),
      notes: 1,
    },
    { line: 'POST /events 200 null', names: ['Host', 'Content-Type'], body: '{"a":1}', notes: 1 },
    { line: 'POST /raw 204 null', names: ['Host', 'Content-Length'], body: '\x00\xff\x01', notes: 0 },
    { line: 'GET /q?x=1 null null', names: ['Host'], body: '', notes: 1 },
  ])
})

test('an entry that holds half a character, or took longer than anything can, is taken in and known again', async () => {
  const core = testCore()
  const odd = { startedDateTime: '2026-01-01T00:00:00Z', time: 1e308, request: { method: 'P\ud83d', url: 'http://a/\ud83d' } }
  const file = JSON.stringify({ log: { entries: [odd] } })
  expect([await imported(core, file), await imported(core, file)]).toMatchObject([
    { imported: 1, problems: 0 },
    { imported: 0, known: 1, problems: 0 },
  ])
  expect((await seen(core)).map(({ tookMs }) => tookMs)).toEqual([null])
})

/** What a tool writes into an entry, beside what all have. */
function anEntry(index: number, request: Readonly<Record<string, unknown>>, response: unknown, more = {}): unknown {
  const startedDateTime = new Date(1_768_645_800_000 + index).toISOString()
  return { startedDateTime, time: 1, request: { method: 'POST', url: 'http://api.example/x', headers: [], ...request }, response, ...more }
}

test('of what a HAR keeps in ways of its own everything is taken, and what it left out is said', async () => {
  const core = testCore()
  const plain = { status: 200, statusText: 'OK', headers: [], content: { size: 0 } }
  const header = (name: string, value: string): { name: string; value: string } => ({ name, value })
  const entries = [
    // HTTP Toolkit: bytes that are no text, decoded; a body that was too large for it
    anEntry(0, { headers: [header('Content-Encoding', 'br')], _content: { text: 'AP8B', size: 3, encoding: 'base64' } }, plain),
    anEntry(1, {}, { ...plain, content: { size: 9, text: '', comment: 'Body discarded during HAR generation: too large' } }),
    // Chrome: a large upload without its body; a header that came twice; no response; a WebSocket
    anEntry(2, { bodySize: 1 }, { ...plain, headers: [header('set-cookie', 'a=1\r\nb=2\n')] }),
    anEntry(3, {}, { status: 0, headers: [], content: { size: 0 }, _error: 'net::ERR_BLOCKED_BY_CLIENT' }),
    anEntry(4, {}, { ...plain, status: 101 }, { _webSocketMessages: [{ type: 'send', data: 'hi' }] }),
    // Bytes written as a character each, by their number or by the charset
    anEntry(5, { bodySize: 3, postData: { text: '\x00\xff\x01' } }, plain),
    anEntry(6, { headers: [header('Content-Type', 'text/plain; charset=ISO-8859-1')], postData: { text: 'caf\xe9' } }, plain),
    anEntry(7, { bodySize: 5, headers: [header('Content-Type', 'text/plain; charset=ISO-8859-1')], postData: { text: 'caf\xe9' } }, plain),
    // JSON is UTF-8: counted in characters by one, written as a character each byte by the other
    anEntry(10, { bodySize: 4, headers: [header('Content-Type', 'application/json')], postData: { text: 'Jos\xe9' } }, plain),
    anEntry(11, { bodySize: 5, headers: [header('Content-Type', 'application/json')], postData: { text: 'Jos\xc3\xa9' } }, plain),
    // Charles: base64 of what was compressed, and of what it had decoded
    anEntry(8, { headers: [header('Content-Encoding', 'gzip')], postData: { text: 'H4sIAAAA', encoding: 'base64' } }, plain),
    anEntry(9, { headers: [header('Content-Encoding', 'gzip')], postData: { text: 'AP8B', encoding: 'base64' } }, plain),
  ]
  expect(await imported(core, JSON.stringify({ log: { entries } }))).toMatchObject({ imported: entries.length, problems: 0 })
  const rows = await seen(core)
  expect(
    rows.map(({ request, response, bodies, notes }) => [
      Buffer.from(bodies[0]?.split(' ')[1] ?? '', 'base64').toString('latin1'),
      [...request.headers.slice(1), ...(response?.headers ?? [])].map((pair) => pair.join(': ')).join(', '),
      notes.join(' '),
    ]),
  ).toEqual([
    ['\x00\xff\x01', '', 'The HAR holds the body of the request decoded, so Content-Encoding was left out.'],
    ['', '', ''],
    ['', 'set-cookie: a=1, set-cookie: b=2', 'The HAR does not hold the body of the request, which had 1 byte.'],
    ['', '', 'It got no response: net::ERR_BLOCKED_BY_CLIENT.'],
    ['', '', 'The HAR holds 1 message of the WebSocket behind it, which the import leaves out.'],
    ['\x00\xff\x01', '', ''],
    ['caf\xe9', 'Content-Type: text/plain; charset=ISO-8859-1', ''],
    ['caf\xc3\xa9', 'Content-Type: text/plain; charset=ISO-8859-1', ''],
    [Buffer.from('H4sIAAAA', 'base64').toString('latin1'), 'Content-Encoding: gzip', ''],
    ['\x00\xff\x01', '', 'The HAR holds the body of the request decoded, so Content-Encoding was left out.'],
    ['Jos\xc3\xa9', 'Content-Type: application/json', ''],
    ['Jos\xc3\xa9', 'Content-Type: application/json', ''],
  ])
  expect(rows[1]?.response?.bodyComplete).toBe(false)
})
