export { PROBE_ROUTES } from './health/health.controller.js';
export { HealthService } from './health/health.service.js';
export { ImportRunner } from './imports/index.js';
export type { ImportFile, ImportFileProgress, ImportFindingDto, ImportJobDto } from './imports/index.js';
export { IntegrityService } from './integrity/integrity.service.js';
export type { Invariant } from './integrity/invariant.js';
export { Readiness } from './lifecycle/readiness.js';
export { OperationsModule } from './operations.module.js';
