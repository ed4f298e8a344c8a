/** Why one record cannot be taken in, as a sentence; the rest of the file goes on. */
export class ImportRefusal extends Error {
  override readonly name = 'ImportRefusal'
}
