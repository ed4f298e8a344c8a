import { guideCode } from '../guide.ts'

/** The guide's verify functions, each in the smallest server that calls it: 200 when it says yes, else 401. */

const SECTION = 'Security & Verification > Verification Examples'

export function nodeVerifier(): string {
  return `${guideCode(`${SECTION} > Node.js`, 'javascript')}
require('node:http').createServer((request, response) => {
  const pieces = []
  request.on('data', (piece) => pieces.push(piece))
  request.on('end', () => {
    let isValid = false
    try {
      isValid = verifySignature(Buffer.concat(pieces), request.headers['x-webhook-signature'] ?? '', process.env.WEBHOOK_SECRET)
    } catch {} // Signatures of another length: timingSafeEqual throws.
    response.writeHead(isValid ? 200 : 401).end()
  })
}).listen(0)
`
}

export function pythonVerifier(): string {
  return `${guideCode(`${SECTION} > Python`, 'python')}
import os
from http.server import BaseHTTPRequestHandler, HTTPServer

class Handler(BaseHTTPRequestHandler):
    def do_POST(self):
        payload = self.rfile.read(int(self.headers.get('Content-Length', 0)))
        signature = self.headers.get('X-Webhook-Signature', '')
        try:
            valid = verify_signature(payload, signature, os.environ['WEBHOOK_SECRET'])
        except TypeError: # compare_digest takes no text that is not ASCII
            valid = False
        self.send_response(200 if valid else 401)
        self.end_headers()

server = HTTPServer(('127.0.0.1', 0), Handler)
print('Running on http://127.0.0.1:%d' % server.server_port)
server.serve_forever()
`
}

export function phpVerifier(): string {
  return `<?php
${guideCode(`${SECTION} > PHP`, 'php')}
$isValid = verifySignature(file_get_contents('php://input'), $_SERVER['HTTP_X_WEBHOOK_SIGNATURE'] ?? '', getenv('WEBHOOK_SECRET'));
http_response_code($isValid ? 200 : 401);
`
}
