/**
 * A report of a fault that can be sent on: where it happened, never what it happened to. An error's message may quote
 * a payload, so only its name and the places in the code are taken.
 */
export function errorReport(area: string, error: unknown, componentStack: string, userAgent: string): string {
  const name = error instanceof Error ? error.name : typeof error
  const frames = error instanceof Error ? framesOf(error.stack ?? '') : []
  const components = framesOf(componentStack)
  return [
    `Hookscope: ${area} could not be drawn`,
    `Error: ${name}`,
    `Page: ${userAgent}`,
    'Code:',
    ...frames.map((frame) => `  ${frame}`),
    'Components:',
    ...components.map((frame) => `  ${frame}`),
  ].join('\n')
}

function framesOf(stack: string): string[] {
  return stack
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line.startsWith('at '))
}
