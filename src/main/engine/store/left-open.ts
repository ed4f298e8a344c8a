/**
 * Leaves the databases of this process open to its very end. Closing the last connection copies the log into the database,
 * and better-sqlite3 closes all of them while Node winds down; Node does not wind down when it is told to exit.
 */
export function leaveDatabasesOpen(): void {
  process.once('exit', () => process.exit())
}
