export { Database } from './database.js';
export { Notifications } from './notifications.js';
export { Replica } from './replica.js';
export type { ReplicaState } from './replica.js';
export { loginFault, sessionFault } from './login-role.js';
export { holdRule, holdRules } from './invariants.js';
export type { Invariant } from './invariants.js';
export { checkIfMatch } from './if-match.js';
export type { EntityClass } from './entity-sql.js';
export { DEFAULT_LIMIT, defineList } from './list-query.js';
export type { ListDefinition, ListParameters, Page } from './list-query.js';
export {
  PooledClient,
  createDataSource,
  loadMigrations,
  migrationStatus,
  prepareRoles,
  runMigrations,
  undoLastMigration,
} from './data-source.js';
export { pendingSql } from './pending-sql.js';
export type { MigrationStatus } from './data-source.js';
export { AccessChanged, StoredAnswer } from './transaction.js';
export type { KeyClaim } from './transaction.js';
export { translateSqlError } from './sql-errors.js';
export {
  copyCluster,
  readCopy,
  removeCluster,
  restoreCluster,
  restoreOverEmbedded,
  startEmbeddedPostgres,
} from './embedded/index.js';
