/**
 * What is wrong with a field as a whole sentence. Messages of the engine either go on after the field's name (`is not an
 * absolute URL`) or stand alone.
 */
export function fieldSentence(label: string, message: string): string {
  const goesOn = /^(is|are|has|holds|starts|names|must)\b/.test(message)
  const sentence = goesOn ? `${label} ${message}` : message.slice(0, 1).toUpperCase() + message.slice(1)
  return /[.?!]$/.test(sentence) ? sentence : `${sentence}.`
}
