import { HookscopeError } from '../errors.ts'
import { EMPTY_FILTER, type Filter, type FilterContext, type FilterProblem } from './filter.ts'
import { FilterSyntaxError } from './syntax-error.ts'
import { readTerm } from './keys.ts'
import { tokenize, type Token } from './tokens.ts'
import { wordsOf } from './values.ts'

/**
 * The filter language:
 *
 *   filter = all { "OR" all }
 *   all    = one { [ "AND" ] one }
 *   one    = ( "-" | "NOT" ) one | "(" filter ")" | key ":" value | word | word"*" | '"' phrase '"'
 *   key    = one of `keys.ts` | "header." name | "body" { "." name | "[" index "]" | "[*]" }
 */

export type ParsedFilter =
  | { readonly kind: 'filter'; readonly filter: Filter }
  | { readonly kind: 'problem'; readonly problem: FilterProblem }

/** The filter of a text, or what is wrong with it and where. Blank text takes everything. */
export function parseFilter(text: string, context: FilterContext): ParsedFilter {
  try {
    return { kind: 'filter', filter: parse(tokenize(text), text.length, context) }
  } catch (error) {
    if (error instanceof FilterSyntaxError) return { kind: 'problem', problem: error.problem }
    throw error
  }
}

/** The filter of a text; throws `bad_filter`. */
export function requireFilter(text: string, context: FilterContext): Filter {
  const parsed = parseFilter(text, context)
  if (parsed.kind === 'filter') return parsed.filter
  const { position, message, expected } = parsed.problem
  throw new HookscopeError('bad_filter', `The filter is wrong at character ${position + 1}: ${message}`, expected)
}

const MAX_DEPTH = 50
/** What the database takes in one statement, with room. */
const MAX_TERMS = 1_000
const ONE_EXPECTED = 'Expected a word or key:value, such as status:>=500.'

function parse(tokens: readonly Token[], end: number, context: FilterContext): Filter {
  let next = 0
  if (tokens.length === 0) return EMPTY_FILTER
  refuseTooMany(tokens)
  const filter = parseAny(0)
  const rest = tokens[next]
  if (rest) throw new FilterSyntaxError(rest, 'This parenthesis closes nothing.', 'Remove it, or open one before.')
  return filter

  function parseAny(depth: number): Filter {
    const parts = [parseAll(depth)]
    while (tokens[next]?.kind === 'OR') {
      next++
      parts.push(parseAll(depth))
    }
    return joined('or', parts)
  }

  function parseAll(depth: number): Filter {
    const parts = [parseOne(depth)]
    for (let token = tokens[next]; token && token.kind !== 'OR' && token.kind !== ')'; token = tokens[next]) {
      if (token.kind === 'AND') next++
      parts.push(parseOne(depth))
    }
    return joined('and', parts)
  }

  function parseOne(depth: number): Filter {
    const token = tokens[next]
    if (!token) throw new FilterSyntaxError({ position: end, end }, 'The filter ends too early.', ONE_EXPECTED)
    if (depth > MAX_DEPTH) throw new FilterSyntaxError(token, 'The filter is nested too deeply.', `At most ${MAX_DEPTH} levels are read.`)
    next++
    switch (token.kind) {
      case 'term':
        return readTerm(token, context)
      case '-':
      case 'NOT':
        return { kind: 'not', part: parseOne(depth + 1) }
      case '(':
        return parseGroup(token, depth + 1)
      case 'word':
        return wordsOf(token.value)
      case ')':
      case 'AND':
      case 'OR':
        throw new FilterSyntaxError(token, `${token.kind} cannot stand here.`, ONE_EXPECTED)
    }
  }

  function parseGroup(open: Token, depth: number): Filter {
    const filter = parseAny(depth)
    if (tokens[next]?.kind !== ')') throw new FilterSyntaxError(open, 'This parenthesis is not closed.', 'Close it with ).')
    next++
    return filter
  }
}

/** Each `[*]` is a search of its own, so it counts as a term. */
function refuseTooMany(tokens: readonly Token[]): void {
  let terms = 0
  for (const token of tokens) {
    if (token.kind === 'word') terms++
    if (token.kind === 'term') terms += 1 + token.key.path.filter((step) => step === null).length
    if (terms <= MAX_TERMS) continue
    throw new FilterSyntaxError(token, 'The filter has too many terms.', `At most ${MAX_TERMS.toLocaleString('en')} are read.`)
  }
}

function joined(kind: 'and' | 'or', parts: readonly Filter[]): Filter {
  return parts.length === 1 ? (parts[0] as Filter) : { kind, parts }
}
