// Before `npm start` and `npm test`: a Node that is too old, because nothing is installed yet, would only say that it knows no `.ts`.
// Plain JavaScript, so that it can say so itself.
const OLDEST = 24
if (Number(process.versions.node.split('.')[0]) < OLDEST) {
  console.error(
    `Hookscope is not installed here: this is Node ${process.versions.node}, and its own Node ${OLDEST} is missing.\nRun npm ci first.`,
  )
  process.exit(3)
}
