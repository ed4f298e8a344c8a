import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { replaced } from './guide.ts'

/** What a command of the guide was answered. */
export interface CurlAnswer {
  readonly status: string
  readonly body: string
}

/** Runs a command of the guide in a shell, with real curl. `changes`: host, port, token and secret, nothing else. */
export async function runCurl(command: string, changes: Readonly<Record<string, string>>): Promise<CurlAnswer> {
  const { stdout } = await promisify(execFile)('sh', ['-c', `${replaced(command, changes)} -s -w '\\n%{http_code}'`])
  const end = stdout.lastIndexOf('\n')
  return { status: stdout.slice(end + 1), body: stdout.slice(0, end) }
}
