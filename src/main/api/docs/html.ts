/** Text that may stand in a page as it is. */
export interface Html {
  readonly html: string
}

/** A piece of a page: whatever is put in is escaped, unless it is a piece itself. */
export function html(parts: TemplateStringsArray, ...values: readonly (string | number | Html | readonly Html[])[]): Html {
  let text = parts[0] ?? ''
  values.forEach((value, index) => {
    text += piece(value) + (parts[index + 1] ?? '')
  })
  return { html: text }
}

export const NOTHING: Html = { html: '' }

/** A sentence in which `code` stands between backticks. */
export function prose(text: string): Html {
  return {
    html: text
      .split('`')
      .map((part, index) => (index % 2 === 1 ? `<code>${escaped(part)}</code>` : escaped(part)))
      .join(''),
  }
}

function piece(value: string | number | Html | readonly Html[]): string {
  if (typeof value === 'string' || typeof value === 'number') return escaped(String(value))
  return 'html' in value ? value.html : value.map((each) => each.html).join('')
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;')
}
