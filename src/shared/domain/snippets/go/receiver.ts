import { goText as text } from '../quote.ts'
import { asksType, type HeaderRead, type Recipe } from '../recipe.ts'
import { comment, flatten, indent, sourceOf, when, type Lines } from '../source.ts'
import { ACCEPT, headWords, INVALID, MISSING, NO_JSON, RAW_BODY, secretWords, urlWords } from '../words.ts'
import { argumentsOf, verificationOf } from './verification.ts'

/** Go 1.19 and later; as gofmt writes it. */

const STEP = '\t'

/** A receiver on net/http. */
export function goReceiver(recipe: Recipe): string {
  const { path, port } = recipe
  const sections: (Lines | null)[] = [
    constantLines(recipe),
    variableLines(recipe),
    [
      'func main() {',
      indent(
        [
          'port := os.Getenv("PORT")',
          'if port == "" {',
          indent([`port = "${port}"`], STEP),
          '}',
          `http.HandleFunc(${text(path)}, receive)`,
          'server := &http.Server{Addr: ":" + port, ReadHeaderTimeout: 5 * time.Second, ReadTimeout: 30 * time.Second}',
          'log.Print("Listening on port " + port)',
          'log.Fatal(server.ListenAndServe())',
        ],
        STEP,
      ),
      '}',
    ],
    ['func receive(w http.ResponseWriter, r *http.Request) {', indent(handlerLines(recipe), STEP), '}'],
    [`// accept takes what was checked. ${ACCEPT}`, 'func accept(event any) {', indent(['log.Print("Accepted ", event)'], STEP), '}'],
    recipe.answersEmpty
      ? null
      : [
          'func answer(w http.ResponseWriter, status int, body any) {',
          indent(
            ['w.Header().Set("Content-Type", "application/json")', 'w.WriteHeader(status)', '_ = json.NewEncoder(w).Encode(body)'],
            STEP,
          ),
          '}',
        ],
    ...verificationOf(recipe),
  ]
  return sourceOf([
    [
      comment(
        '//',
        headWords(recipe, [], 'go run receiver.go').map((line) => line.replace(/^ {2}/, '\t')),
      ).map(tabbed),
      'package main',
    ],
    importLines(sections),
    ...sections,
  ])
}

/** gofmt wants code in comments to begin with a tab. */
function tabbed(line: string | Lines | null): string | Lines | null {
  return typeof line === 'string' ? line.replace('// \t', '//\t') : line
}

function constantLines({ freshness, maxBytes }: Recipe): Lines {
  const bytes = `${maxBytes / 1024 / 1024} << 20`
  if (!freshness) return [`const maxBytes = ${bytes}`]
  return ['const (', indent([`maxBytes  = ${bytes}`, `tolerance = ${freshness.toleranceMs / 1000} * time.Second`], STEP), ')']
}

function variableLines(recipe: Recipe): Lines {
  const { secretVariable, urlVariable, hasKey, unescaped } = recipe
  return [
    `// ${secretWords(recipe)}`,
    `var secrets = settings("${secretVariable}", "${secretVariable}_OLD")`,
    when(hasKey, 'var keys = keysOf(secrets)'),
    when(urlVariable !== null, '', `// ${urlWords()}`, `var publicURL = settings("${urlVariable}")[0]`),
    when(
      urlVariable !== null && unescaped.length > 0,
      '',
      '// The sender undoes these escapes before it signs.',
      `var escapes = regexp.MustCompile("(?i)${unescaped.join('|')}")`,
    ),
    '',
    '// settings are those environment variables that are set; the first has to be, or the other.',
    'func settings(names ...string) []string {',
    indent(
      [
        'var found []string',
        'for _, name := range names {',
        indent(['if value := os.Getenv(name); value != "" {', indent(['found = append(found, value)'], STEP), '}'], STEP),
        '}',
        'if len(found) == 0 {',
        indent(['log.Fatalf("Set %s.", names[0])'], STEP),
        '}',
        'return found',
      ],
      STEP,
    ),
    '}',
  ]
}

function handlerLines(recipe: Recipe): Lines {
  const { headers, answersEmpty, urlVariable, payload } = recipe
  const reply = (status: number, json: string): string =>
    answersEmpty ? `w.WriteHeader(${STATUS[status]})` : `answer(w, ${STATUS[status]}, ${json})`
  const refuse = (test: string, status: number, error: string): Lines => [
    `if ${test} {`,
    indent([reply(status, `map[string]string{"error": ${text(error)}}`), 'return'], STEP),
    '}',
  ]
  const form: Lines = [
    'var event any',
    'if isForm {',
    indent(['event, err = url.ParseQuery(string(body))'], STEP),
    '} else {',
    indent(['err = json.Unmarshal(body, &event)'], STEP),
    '}',
    refuse('err != nil', 400, NO_JSON),
  ]
  return [
    refuse('r.Method != http.MethodPost', 405, 'Method not allowed'),
    `// ${RAW_BODY}`,
    'body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, maxBytes))',
    refuse('err != nil', 413, 'Too large'),
    headers.map(headerLines),
    when(
      urlVariable !== null || recipe.bodyHashParameter !== null,
      'address := publicURL',
      'if r.URL.RawQuery != "" {',
      indent(['address += "?" + r.URL.RawQuery'], STEP),
      '}',
    ),
    when(
      asksType(recipe),
      `isForm := strings.HasPrefix(strings.ToLower(r.Header.Get("Content-Type")), "application/x-www-form-urlencoded")`,
    ),
    headers.some(({ name }) => name === 'signature') ? refuse('signature == ""', 401, MISSING) : null,
    refuse(`!verifySignature(${argumentsOf(recipe, false)})`, 401, INVALID),
    payload === 'form' ? form : ['var event any', refuse('json.Unmarshal(body, &event) != nil', 400, NO_JSON)],
    handshakeLines(recipe),
    'accept(event)',
    reply(200, 'map[string]bool{"received": true}'),
  ]
}

const STATUS: Readonly<Record<number, string>> = {
  200: 'http.StatusOK',
  400: 'http.StatusBadRequest',
  401: 'http.StatusUnauthorized',
  405: 'http.StatusMethodNotAllowed',
  413: 'http.StatusRequestEntityTooLarge',
}

function headerLines({ name, header, count }: HeaderRead): Lines {
  if (count === 'one') return [`${name} := r.Header.Get(${text(header)})`]
  if (count === 'repeated') return [`${name} := strings.Join(r.Header.Values(${text(header)}), ",")`]
  return [
    'var signatures []string',
    'for number := 1; number <= 5; number++ {',
    indent([`signatures = append(signatures, r.Header.Get(${text(header.replace(/1$/, ''))}+strconv.Itoa(number)))`], STEP),
    '}',
    `${name} := strings.Trim(strings.Join(signatures, ","), ",")`,
  ]
}

function handshakeLines({ handshake }: Recipe): Lines | null {
  const object = 'object, _ := event.(map[string]any)'
  switch (handshake) {
    case null:
      return null
    case 'slack':
      return [
        '// Slack asks once whether the address is yours.',
        `if ${object}; object["type"] == "url_verification" {`,
        indent(['answer(w, http.StatusOK, map[string]any{"challenge": object["challenge"]})', 'return'], STEP),
        '}',
      ]
    case 'discord':
      return [
        '// Discord pings before it trusts the address.',
        `if ${object}; object["type"] == 1.0 {`,
        indent(['answer(w, http.StatusOK, map[string]int{"type": 1})', 'return'], STEP),
        '}',
      ]
    case 'zoom':
      return [
        '// Zoom asks from time to time whether you know the secret.',
        `if ${object}; object["event"] == "endpoint.url_validation" {`,
        indent(
          [
            'payload, _ := object["payload"].(map[string]any)',
            'token, _ := payload["plainToken"].(string)',
            'mac := hmac.New(sha256.New, []byte(secrets[0]))',
            'mac.Write([]byte(token))',
            'encrypted := hex.EncodeToString(mac.Sum(nil))',
            'answer(w, http.StatusOK, map[string]string{"plainToken": token, "encryptedToken": encrypted})',
            'return',
          ],
          STEP,
        ),
        '}',
      ]
  }
}

const PACKAGES = [
  'bytes',
  'crypto/ecdsa',
  'crypto/ed25519',
  'crypto/hmac',
  'crypto/sha1',
  'crypto/sha256',
  'crypto/sha512',
  'crypto/subtle',
  'crypto/x509',
  'encoding/base64',
  'encoding/hex',
  'encoding/json',
  'io',
  'log',
  'net/http',
  'net/url',
  'os',
  'regexp',
  'sort',
  'strconv',
  'strings',
  'time',
] as const

/** Packages that the lines use: an import that is not used does not compile. */
function importLines(sections: readonly (Lines | null)[]): Lines {
  const code = flatten(sections.flatMap((section) => section ?? []))
    .filter((line) => !line.trim().startsWith('//'))
    .join('\n')
    .replaceAll(/"(\\.|[^"\\])*"/g, '""')
  const used = PACKAGES.filter((name) => new RegExp(`(?<![\\w.])${name.replace(/.*\//, '')}\\.[A-Z]`).test(code))
  return [
    'import (',
    indent(
      used.map((name) => `"${name}"`),
      STEP,
    ),
    ')',
  ]
}
