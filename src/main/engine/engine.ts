import { requireFilter } from '../../shared/domain/filter/parse.ts'
import { localTime } from '../../shared/domain/filter/time.ts'
import { EventEmitter } from 'node:events'
import { join } from 'node:path'
import { createIds } from '../../shared/domain/ids.ts'
import { assertSecret } from '../../shared/domain/signature/secret.ts'
import type { Changes } from './changes.ts'
import type { Clock, Log, Random } from './clock.ts'
import { createCompositions } from './compositions.ts'
import { createCrm } from './crm/crm.ts'
import { createDeliveries } from './delivery/deliveries.ts'
import { createPublishing } from './delivery/publishing.ts'
import { createReplays } from './delivery/replay.ts'
import { createReplayBatches } from './delivery/replay-batches.ts'
import { createSending } from './delivery/sending.ts'
import { createHandshakes } from './delivery/handshakes.ts'
import { createEventLog } from './delivery/event-log.ts'
import { createDeliveryWorker } from './delivery/worker.ts'
import { createEndpoints, insertBuiltInEndpoint } from './endpoints.ts'
import { createStatus } from './engine-status.ts'
import { createEventTypes } from './event-types.ts'
import { createExchanges } from './exchanges.ts'
import { createHealth } from './health.ts'
import { createInboxLoans, returnLoans } from './inbox-loans.ts'
import { createInboxes, insertBuiltInInbox } from './inboxes.ts'
import { createIndexing } from './indexing.ts'
import { createLoopback } from './loopback.ts'
import { sweepUnfinished } from './receiver/sweep.ts'
import { createReceiver } from './receiver/receiver.ts'
import { createSimulation } from './simulation/simulation.ts'
import { createRetention } from './retention.ts'
import { rotateSecret } from './rotate-secret.ts'
import { createSavedFilters } from './saved-filters.ts'
import { createSecretText } from './secret-text.ts'
import type { Engine } from './engine-rooms.ts'
import type { Receiver } from './receiver/receiver.ts'
import type { Core } from './core.ts'
import { createSettings } from './settings.ts'
import { loadSealer } from './store/key.ts'
import { takeLock } from './store/lock.ts'
import { storeFailure } from './store/failures.ts'
import { hasKeyFile } from './store/key-file.ts'
import { leaveDatabasesOpen } from './store/left-open.ts'
import { createLogSync } from './store/log-sync.ts'
import { openDatabase } from './store/open.ts'
import { createReader } from './store/reader.ts'
import { endRun, insertRun, largestSeq } from './store/runs.ts'
import { createSecrets, hasSecrets, TOKEN_OWNER, WORKSPACE_OWNER } from './store/secrets.ts'
import { createWriter, type Writer } from './store/writer.ts'
import { createExports } from './transfer/exports.ts'
import { createImports } from './transfer/imports.ts'
import { createVariables } from './variables.ts'
import { prepareDirectory, withdrawInstance, workspaceName } from './workspace.ts'

export interface EngineOptions {
  /** The workspace's folder; made when missing. */
  readonly directory: string
  readonly clock: Clock
  readonly random: Random
  readonly log: Log
  readonly version: string
  /**
   * Which pending deliveries this engine sends: `all` (a server), those made in this run (`own`: a command that is its
   * own engine), or `none` (a command that only reads).
   */
  readonly deliver: 'all' | 'own' | 'none'
  /** The data key of a workspace whose key file holds it wrapped by the system's keychain. */
  readonly key?: Uint8Array
  /** Overrides the stored REST token. */
  readonly token?: string
}

/** How long running attempts may go on when the engine ends. */
const DRAIN_MS = 2_000

/**
 * Opens a workspace and wires the engine's rooms: the one place that does. The receiver is off until it is told to
 * listen. Throws `workspace_locked`, `workspace_unwritable`, `disk_full`, `database_*`, `key_*`.
 */
export function createEngine(options: EngineOptions): Engine {
  prepareDirectory(options.directory)
  const lock = takeLock(options.directory)
  try {
    return wire(options, () => lock.release())
  } catch (error) {
    lock.release()
    throw storeFailure(join(options.directory, 'hookscope.db'), error)
  }
}

function wire(options: EngineOptions, releaseLock: () => void): Engine {
  const { directory, clock, random, log } = options
  const file = join(directory, 'hookscope.db')
  const db = openDatabase(file, hasKeyFile(directory))
  const sealer = loadSealer(directory, random, !hasSecrets(db), options.key)
  const ids = createIds(() => clock.now(), random.bytes, largestSeq(db))
  const secrets = createSecrets(db, sealer, ids, clock)
  const run = ids()
  const sayBroken = (failure: Error): void => log('error', 'Hookscope keeps nothing more until it is started again', failure)
  const changes: Changes = new EventEmitter()
  changes.setMaxListeners(0)
  const core: Core = {
    db,
    writer: createWriter(db, createLogSync(db), sayBroken),
    reader: createReader(file),
    ids,
    clock,
    random,
    log,
    changes,
    secrets,
    run,
  }

  writeNow(core.writer, () => {
    insertRun(db, run, clock.now())
    if (secrets.reveal(WORKSPACE_OWNER) === null) {
      secrets.put(WORKSPACE_OWNER, createSecretText(random))
      secrets.put(TOKEN_OWNER, createSecretText(random))
      insertBuiltInEndpoint(core, insertBuiltInInbox(core))
    }
    returnLoans(core)
  })
  sweepUnfinished(core)

  const loopback = createLoopback()
  // The receiver needs the inboxes and they need its address: they read it when asked, never while being made.
  const inboxes = createInboxes(core, () => receiver.url())
  const worker = createDeliveryWorker(core, {
    loopback,
    inboxUrl: (inboxId) => (receiver.url() === null ? null : (inboxes.list().find((each) => each.id === inboxId)?.url ?? null)),
    publicUrl: (inboxId) => inboxes.list().find((each) => each.id === inboxId)?.publicUrl ?? null,
    endpoints: () => endpoints.list(),
    switchOff: (seq, note) => {
      endpoints.switchOff(seq, note).catch((error: unknown) => log('error', 'An endpoint could not be switched off', error))
    },
    claims: options.deliver,
  })
  const eventTypes = createEventTypes(core)
  const endpoints = createEndpoints(core, {
    inboxes,
    eventTypes: eventTypes.names,
    cancelPendingOf: worker.cancelPendingOf,
    wake: worker.wake,
  })
  const publishing = createPublishing(core, { endpoints, worker })
  const replays = createReplays(core, { endpoints, worker })
  const variables = createVariables(core)
  const sending = createSending(core, { endpoints, worker, publishing, eventTypes, variables, replays })
  const crm = createCrm(core, { publishing })
  const simulation = createSimulation(core, { publishing })
  const batches = createReplayBatches(core, {
    replays,
    worker,
    filterOf: (text) => requireFilter(text, { now: clock.now(), localTime }),
    placeOf: ({ target }) => (target.kind === 'url' ? target.url : endpoints.get(target.endpointId).name),
  })
  const deliveries = createDeliveries(core, { worker })
  const receiver: Receiver = createReceiver(core, { inboxes, loopback, forward: worker.forward })
  const exchanges = createExchanges(core)
  // A short command catches up when a filter needs it.
  const indexing = options.deliver === 'all' ? createIndexing(core) : null
  const retention = options.deliver === 'all' ? createRetention(core, () => settings.get().retention) : null
  const settings = createSettings(core, () => void retention?.look())
  worker.start()
  if (options.deliver === 'all') batches.resumeOpen()
  const exports = createExports(core, options.version)
  const imports = createImports(core, indexing ? null : (seqs) => core.reader.run('index', seqs, 0))

  return {
    changes,
    exchanges,
    deliveries,
    sending,
    handshakes: createHandshakes(core, { endpoints, worker }),
    crm,
    simulation,
    replays: batches,
    eventLog: createEventLog(worker.store.events),
    eventTypes,
    variables,
    compositions: createCompositions(core),
    endpoints,
    inboxes,
    inboxLoans: createInboxLoans(core, inboxes),
    health: createHealth(core, { endpoints, inboxes }),
    exports,
    imports,
    receiver,
    settings,
    savedFilters: createSavedFilters(core),
    token: options.token ?? secrets.reveal(TOKEN_OWNER) ?? '',
    workspace: {
      name: workspaceName(directory),
      secret: () => secrets.reveal(WORKSPACE_OWNER) ?? '',
      setSecret: async (secret) => {
        // The built-in endpoint and what is sent to a url sign with it as the CRM does.
        assertSecret('crm', secret)
        await core.writer.commit(() => secrets.put(WORKSPACE_OWNER, secret))
      },
      rotateSecret: async (rotation) => {
        if (rotation.secret !== undefined) assertSecret('crm', rotation.secret)
        return core.writer.commit(() => rotateSecret(core, WORKSPACE_OWNER, 'crm', rotation))
      },
    },
    status: createStatus(core, { directory, version: options.version, receiver, indexing }),
    close: async () => {
      await simulation.close()
      await batches.close()
      exports.closeAll()
      imports.closeAll()
      await receiver.close()
      await worker.stop(DRAIN_MS)
      indexing?.stop()
      await retention?.stop()
      await core.writer.close()
      await core.reader.close()
      if (core.writer.failure === null) {
        try {
          endRun(db, run, clock.now())
        } catch (error) {
          // A run that was left open is ended by the next one.
          log('warn', 'The end of this run could not be stored', storeFailure(file, error))
        }
      }
      withdrawInstance(directory)
      if (core.writer.failure === null) db.close()
      else leaveDatabasesOpen()
      releaseLock()
    },
  }
}

/** One write, durable when this returns; throws what it threw. */
function writeNow(writer: Writer, write: () => void): void {
  let failure: Error | null = null
  writer.enqueue(write, (error) => (failure = error))
  writer.flush()
  if (failure) throw failure
}
