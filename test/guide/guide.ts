import { readFileSync } from 'node:fs'
import { join } from 'node:path'

/** The guide of the CRM that is simulated, as its customers read it: tests take its commands and code from this text. */

/** A line of prose, or a block of code as a whole. */
export interface GuidePart {
  /** Its headings without signs, `Quick Start > 2. Register Webhook`. */
  readonly section: string
  readonly kind: 'prose' | 'code'
  /** The line without its bullet; of code the lines inside the fence. */
  readonly text: string
  /** What the fence names, `bash`; empty where it names none, and for prose. */
  readonly language: string
}

const GUIDE = readFileSync(join(import.meta.dirname, '../golden/crm-webhook-guide.md'), 'utf8')

/** All there is under the guide's headings, in order; its title and table of contents are not. */
export function guideParts(): GuidePart[] {
  const parts: GuidePart[] = []
  const headings: string[] = []
  let fence: { readonly language: string; readonly lines: string[] } | null = null
  for (const line of GUIDE.split('\n')) {
    const section = headings.filter(Boolean).join(' > ')
    if (line.startsWith('```')) {
      if (fence) parts.push({ section, kind: 'code', text: fence.lines.join('\n'), language: fence.language })
      fence = fence ? null : { language: line.slice(3).trim(), lines: [] }
    } else if (fence) {
      fence.lines.push(line)
    } else if (/^##+ /.test(line)) {
      const level = line.indexOf(' ') - 2
      headings.splice(level, headings.length, line.replace(/^#+ [^\p{L}\d]*/u, ''))
    } else if (section !== '' && section !== 'Table of Contents' && !/^(|---|\|[-|]+\|)$/.test(line.trim())) {
      parts.push({ section, kind: 'prose', text: line.replace(/^(- |\d\. )/, '').trim(), language: '' })
    }
  }
  return parts
}

/** The code of a section; the first block in that language unless another is asked for. Throws when there is none. */
export function guideCode(section: string, language: string, index = 0): string {
  const blocks = guideParts().filter((part) => part.kind === 'code' && part.section === section && part.language === language)
  const block = blocks[index]
  if (!block) throw new Error(`The guide has no ${language} block ${index} under "${section}".`)
  return block.text
}

/** The text with each of these replaced, everywhere. Throws for what is not in it: the guide, or the test, has changed. */
export function replaced(text: string, changes: Readonly<Record<string, string>>): string {
  return Object.entries(changes).reduce((changed, [from, to]) => {
    if (!changed.includes(from)) throw new Error(`There is no ${JSON.stringify(from)} to replace.`)
    return changed.replaceAll(from, to)
  }, text)
}
