import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { UNDEFINED_NAMES } from './consumers/stubs.ts'
import { guideParts } from './guide.ts'

/** Holds `README.md` to the guide and to the tests: every line of the guide is there, and every test that it names. */

interface Row {
  readonly section: string
  readonly says: string
  readonly heldBy: string
}

function rows(): Row[] {
  let section = ''
  return readFileSync(join(import.meta.dirname, 'README.md'), 'utf8')
    .split('\n')
    .flatMap((line) => {
      if (line.startsWith('## ')) section = line.slice(3)
      const [, says, heldBy] = /^\| (.*[^\\]) \| (.*) \|$/.exec(line) ?? []
      const isRow = says !== undefined && heldBy !== undefined && !/^(the guide|---)$/.test(says)
      return isRow ? [{ section, says: says.replaceAll('\\|', '|'), heldBy }] : []
    })
}

test('every sentence and every block of the guide has its row', () => {
  const blocks = new Map<string, number>()
  const wanted = guideParts().map(({ section, kind, text, language }) => {
    if (kind === 'prose') return `${section}: ${text}`
    const number = (blocks.get(section) ?? 0) + 1
    blocks.set(section, number)
    return `${section}: *block ${number}${language === '' ? '' : `, ${language}`}*`
  })
  expect(rows().map(({ section, says }) => `${section}: ${says}`)).toEqual(wanted)
})

test('every row names a test that there is, or says why it is not ours', () => {
  const wrong = rows().filter(({ heldBy }) => {
    if (/^not ours: \S/.test(heldBy)) return false
    const [, name = '', file = ''] = /^\[(.+)\]\((\S+)\)$/.exec(heldBy) ?? []
    const path = join(import.meta.dirname, file)
    return name === '' || !existsSync(path) || !readFileSync(path, 'utf8').includes(`('${name}`)
  })
  expect(wrong).toEqual([])
})

test('the names that tests stub are used where they say, and nowhere defined', () => {
  const code = guideParts().filter(({ kind }) => kind === 'code')
  const wrong = Object.entries(UNDEFINED_NAMES).filter(([name, sections]) => {
    const short = name.replace(/^.*\\/, '')
    const inSections = sections.map((section) => code.filter((part) => part.section.startsWith(section)))
    return inSections.some((parts) => !parts.some(({ text }) => text.includes(short)) || parts.some(({ text }) => defines(text, name)))
  })
  expect(wrong).toEqual([])
})

/** A name with a namespace is undefined when it is defined in another one. */
function defines(text: string, name: string): boolean {
  if (name.includes('\\')) return text.includes(`use ${name};`) || text.includes(`use App\\Jobs\\`)
  return new RegExp(String.raw`(function|class|const|def|use .*\\)\s*${name}\b\s*[(=;{]`).test(text)
}
