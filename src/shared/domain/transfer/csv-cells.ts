/** A table of CSV with its cells replaced, each under the name of its column; separators, quotes and line ends stay as they were. */
export function maskCsv(
  text: string,
  separator: string,
  mask: { name(name: string): string; cell(column: string, value: string): string },
): string {
  const cells = new RegExp(`("[^"]*(?:""[^"]*)*")|([^${separator}\\r\\n]+)|([${separator}])|\\r?\\n|\\r`, 'g')
  const columns: string[] = []
  let column = 0
  let isHead = true
  return text.replace(cells, (piece: string, quoted?: string, bare?: string, between?: string) => {
    if (between !== undefined) column++
    else if (quoted !== undefined) return inQuotes(quoted, cell)
    else if (bare !== undefined) return cell(bare)
    else {
      // Blank lines may stand above the names.
      if (columns.length > 0) isHead = false
      column = 0
    }
    return piece
  })

  function cell(value: string): string {
    if (!isHead) return mask.cell(columns[column] ?? '', value)
    columns[column] = (columns[column] ?? '') + value
    return mask.name(value)
  }
}

/** What separates the cells of a table: what its type says, else what stands most often in its first line. */
export function separatorOf(text: string, contentType: string): string {
  if (/tab-separated/i.test(contentType)) return '\t'
  const end = text.search(/[^\s][\r\n]/)
  const line = (end < 0 ? text : text.slice(0, end + 1)).replaceAll(/"[^"]*"?/g, '')
  const counts = SEPARATORS.map((each) => line.split(each).length)
  return SEPARATORS[counts.indexOf(Math.max(...counts))] ?? ','
}

const SEPARATORS = [',', ';', '\t', '|'] as const

function inQuotes(written: string, mask: (value: string) => string): string {
  const value = written.slice(1, -1).replaceAll('""', '"')
  const masked = mask(value)
  return masked === value ? written : `"${masked.replaceAll('"', '""')}"`
}
