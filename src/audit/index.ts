export { AuditModule } from './audit.module.js';
export { AuditPartitions } from './logs/audit-partitions.js';
export { AuditIntegrity } from './seals/seal-integrity.js';
export type { KnownHead } from './seals/seal-integrity.js';
export { SealsService } from './seals/seals.service.js';
