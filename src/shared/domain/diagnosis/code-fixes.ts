import type { CodeFix } from './diagnosis.ts'

/** Lines that are usually at fault where a body or a secret is read. */

export const RAW_BODY: readonly CodeFix[] = [
  {
    place: 'Node, sender',
    wrong: `fetch(url, { method: 'POST', body: JSON.stringify(event, null, 2), headers: sign(JSON.stringify(event)) })`,
    right: `const body = JSON.stringify(event); fetch(url, { method: 'POST', body, headers: sign(body) })`,
  },
  {
    place: 'Express, receiver',
    wrong: `app.post('/webhooks/crm', express.json(), (req, res) => verify(JSON.stringify(req.body)))`,
    right: `app.post('/webhooks/crm', express.raw({ type: 'application/json' }), (req, res) => verify(req.body))`,
  },
  {
    place: 'Python, sender',
    wrong: `requests.post(url, json=event, headers=sign(json.dumps(event)))`,
    right: `body = json.dumps(event).encode(); requests.post(url, data=body, headers=sign(body))`,
  },
  {
    place: 'Flask, receiver',
    wrong: `verify_signature(json.dumps(request.json).encode(), signature, secret)`,
    right: `verify_signature(request.get_data(), signature, secret)`,
  },
  { place: 'PHP, receiver', wrong: `$payload = json_encode($_POST);`, right: `$payload = file_get_contents('php://input');` },
  {
    place: 'C#, receiver',
    wrong: `var payload = JsonSerializer.Serialize(webhookEvent);`,
    right: `var payload = await new StreamReader(Request.Body).ReadToEndAsync();`,
  },
]

export const FORM: readonly CodeFix[] = [
  { place: 'PHP, receiver', wrong: `$payload = http_build_query($_POST);`, right: `$payload = file_get_contents('php://input');` },
  {
    place: 'Express, receiver',
    wrong: `app.use(express.urlencoded())`,
    right: `app.post('/webhooks/crm', express.raw({ type: '*/*' }), handler)`,
  },
  { place: 'Flask, receiver', wrong: `urlencode(request.form)`, right: `request.get_data()` },
]

export const UNREAD: readonly CodeFix[] = [
  {
    place: 'Express, receiver',
    wrong: `hmac.update(String(req.body))`,
    right: `app.post('/webhooks/crm', express.raw({ type: 'application/json' }), handler)`,
  },
  { place: 'Flask, receiver', wrong: `payload = request.form`, right: `payload = request.get_data()` },
  { place: 'PHP, receiver', wrong: `$payload = $_POST;`, right: `$payload = file_get_contents('php://input');` },
]

export const SECRET_FILE: readonly CodeFix[] = [
  { place: 'Node', wrong: `readFileSync('secret.txt', 'utf8')`, right: `readFileSync('secret.txt', 'utf8').trim()` },
  { place: 'Python', wrong: `open('secret.txt').read()`, right: `open('secret.txt').read().strip()` },
  { place: 'PHP', wrong: `file_get_contents('secret.txt')`, right: `trim(file_get_contents('secret.txt'))` },
  { place: 'C#', wrong: `File.ReadAllText("secret.txt")`, right: `File.ReadAllText("secret.txt").Trim()` },
  { place: 'Shell', wrong: `echo "$SECRET" > secret.txt`, right: `printf %s "$SECRET" > secret.txt` },
]

export const DECODED: readonly CodeFix[] = [
  { place: 'Node', wrong: `createHmac('sha256', Buffer.from(secret, 'base64'))`, right: `createHmac('sha256', secret)` },
  {
    place: 'Python',
    wrong: `hmac.new(base64.b64decode(secret), body, hashlib.sha256)`,
    right: `hmac.new(secret.encode(), body, hashlib.sha256)`,
  },
  { place: 'PHP', wrong: `hash_hmac('sha256', $body, base64_decode($secret))`, right: `hash_hmac('sha256', $body, $secret)` },
  { place: 'C#', wrong: `new HMACSHA256(Convert.FromBase64String(secret))`, right: `new HMACSHA256(Encoding.UTF8.GetBytes(secret))` },
]
