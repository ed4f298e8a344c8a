/** Lines of code, nested as the code is; what is absent leaves no line. */
export type Lines = readonly (string | Lines | null)[]

/** `lines` when it holds, else nothing. */
export function when(holds: boolean, ...lines: Lines): Lines | null {
  return holds ? lines : null
}

/** Sections of a file, with an empty line between them; empty sections are left out. `blank`: how many empty lines. */
export function sourceOf(sections: readonly (Lines | null)[], blank = 1): string {
  const texts = sections.map((section) => flatten(section ?? []).join('\n')).filter((text) => text !== '')
  return `${texts.join('\n'.repeat(blank + 1))}\n`
}

/** Each line one step further in. */
export function indent(lines: Lines, by: string): Lines {
  return flatten(lines).map((line) => (line === '' ? line : by + line))
}

/** All lines in order. */
export function flatten(lines: Lines): string[] {
  return lines.flatMap((line) => (line === null ? [] : typeof line === 'string' ? [line] : flatten(line)))
}

/** Lines of a comment. */
export function comment(mark: string, lines: Lines): Lines {
  return flatten(lines).map((line) => `${mark} ${line}`.trimEnd())
}
