import type { FieldError } from '../errors.ts'
import { headerProblem } from '../http-message.ts'
import type { Place, Scheme } from './scheme-form.ts'
import { SCHEME_IDS } from './scheme.ts'

const VALUES = ['body', 'ts', 'ts_ms', 'ts_iso', 'id', 'method', 'url', 'secret', 'sorted_form']
const NAMED = /\{([A-Za-z_]+)\}/g

/** Every field of a scheme of one's own that cannot work, with its path; empty when all can. */
export function schemeProblems(scheme: Scheme): FieldError[] {
  const problems: FieldError[] = []
  const add = (path: string, message: string | null): void => {
    if (message !== null) problems.push({ path, message })
  }
  if (SCHEME_IDS.some((id) => id === scheme.id)) add('id', 'is the one of a scheme that there is already')
  const { header, field, several, time, idAt, content, algorithm } = scheme
  const isList = several?.by === 'separator' && several.separator !== ''
  const addPlace = (path: string, place: Place | undefined): void => {
    if (place === undefined) return
    if ('header' in place) add(path, headerProblem(place.header, ''))
    else if ('item' in place) add(path, isList ? null : 'is an item of the header, so `several` must name its separator')
    else add(path, fieldProblem(place.field))
  }
  if (header !== null) add('header', headerProblem(header, ''))
  else add('header', field === null ? 'is missing: the signature stands in a header, or at a `field` of the body' : null)
  if (field !== null) add('field', fieldProblem(field))
  if (several?.by === 'separator' && several.separator === '') add('several.separator', 'is empty')
  if (several?.by === 'number' && header?.endsWith('1') === false) add('header', 'does not end in 1, as the first of numbered ones does')
  addPlace('time.at', time?.at)
  addPlace('idAt', idAt ?? undefined)
  const names = [...content.matchAll(NAMED)].map(([, name = '']) => name)
  const named = names.filter((name) => VALUES.includes(name))
  const unknown = names.find((name) => !VALUES.includes(name))
  if (unknown !== undefined) add('content', `names {${unknown}}, which is none of ${VALUES.map((name) => `{${name}}`).join(' ')}`)
  if (named.filter((name) => name === 'body').length > 1) add('content', 'names {body} more than once')
  if (named.length === 0) add('content', 'names no value such as {body}')
  if (time === null && named.some((name) => name.startsWith('ts'))) add('content', 'names {ts}, but `time` does not say where it stands')
  if (idAt === null && named.includes('id')) add('content', 'names {id}, but `idAt` does not say where it stands')
  if (algorithm.kind === 'none') add('algorithm', 'is none: such a scheme can be neither signed nor checked')
  if (scheme.bodyHashParameter !== null && !/^\w+$/.test(scheme.bodyHashParameter)) add('bodyHashParameter', 'is no plain parameter name')
  if (!scheme.unescaped.every((escape) => /^%[0-7][0-9A-F]$/.test(escape))) add('unescaped', 'holds what is no escape such as %3A')
  return problems
}

function fieldProblem(path: string): string | null {
  return /^[^.]+(\.[^.]+)*$/.test(path) ? null : `"${path}" is no path such as signature.timestamp`
}
