import { assertNever } from '../assert.ts'
import { HAS_MARKS, type BodyPath, type BodyTest, type Filter, type Pattern, type Term } from './filter.ts'

/** Text of which `parseFilter` makes this filter again, whoever reads it and when: times are absolute. */
export function printFilter(filter: Filter): string {
  if (filter.kind === 'and')
    return filter.parts.map((part) => (part.kind === 'or' || part.kind === 'and' ? grouped(part) : printFilter(part))).join(' ')
  if (filter.kind === 'or') return filter.parts.map((part) => (part.kind === 'or' ? grouped(part) : printFilter(part))).join(' OR ')
  if (filter.kind === 'not')
    return `-${filter.part.kind === 'and' || filter.part.kind === 'or' ? grouped(filter.part) : printFilter(filter.part)}`
  return printTerm(filter)
}

function grouped(filter: Filter): string {
  return `(${printFilter(filter)})`
}

function printTerm(term: Term): string {
  switch (term.kind) {
    case 'words':
      return `${isPlainWord(term.text) ? term.text : quoted(term.text)}${term.isPrefix ? '*' : ''}`
    case 'contains':
      return `contains:${printPattern([term.text])}`
    case 'text':
      return `${term.key}:${printPattern(term.pattern)}`
    case 'direction':
      return `dir:${term.direction}`
    case 'range':
      return `${term.key}:${printRange(term)}`
    case 'verdict':
      return `sig:${term.verdict}`
    case 'error':
      return `error:${term.error}`
    case 'state':
      return `state:${term.state}`
    case 'id':
      return `id:${term.beginning}`
    case 'time':
      return term.from === null ? `before:${new Date(term.to ?? 0).toISOString()}` : `after:${new Date(term.from).toISOString()}`
    case 'mark':
      return `${HAS_MARKS.some((mark) => mark === term.mark) ? 'has' : 'is'}:${term.mark}`
    case 'header':
      return `header.${term.name}:${printPattern(term.pattern)}`
    case 'body':
      return `body${term.path.map(printStep).join('')}:${printTest(term.test)}`
    default:
      return assertNever(term)
  }
}

function printRange({ key, from, to }: Extract<Term, { kind: 'range' }>): string {
  // Those of `took` are µs.
  const number = (value: number): string => (key === 'took' ? `${value / 1000}ms` : String(value))
  if (to === null) return `>=${number(from ?? 0)}`
  if (from === null) return `<=${number(to)}`
  return from === to && key !== 'took' ? number(from) : `${number(from)}..${number(to)}`
}

function printStep(step: BodyPath[number]): string {
  if (step === null) return '[*]'
  if (typeof step === 'number') return `[${step}]`
  return /^[^\s().":[\]*]+$/.test(step) && !/^\d+$/.test(step) ? `.${step}` : `.${quoted(step)}`
}

function printTest(test: BodyTest): string {
  if (test.kind === 'compare') return `${test.operator}${quoted(test.value)}`
  const [first] = test.pattern
  // What begins like a comparison is none inside quotes.
  return /^[<>=]/.test(first) ? [quoted(first), ...test.pattern.slice(1).map(printPiece)].join('*') : printPattern(test.pattern)
}

function printPattern(pattern: Pattern): string {
  return pattern.length === 1 && pattern[0] === '' ? '""' : pattern.map(printPiece).join('*')
}

function printPiece(piece: string): string {
  return /[\s()"*]/.test(piece) ? quoted(piece) : piece
}

function isPlainWord(text: string): boolean {
  return !/[\s()"*:]|^-/.test(text) && text !== 'AND' && text !== 'OR' && text !== 'NOT'
}

function quoted(text: string): string {
  return `"${text.replaceAll(/["\\]/g, '\\$&')}"`
}
