export { startEmbeddedPostgres, type EmbeddedPostgres, type EmbeddedPostgresOptions } from './embedded-postgres.js';
export { copyCluster, readCopy } from './physical-copy.js';
export type { CopiedFile, ClusterCopy } from './physical-copy.js';
export { removeCluster, restoreCluster, restoreOverEmbedded } from './physical-restore.js';
