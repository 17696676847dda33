export { PeriodicModule } from './periodic.module.js';
export { PeriodicRegistry } from './periodic-registry.js';
export type { Periodic, PeriodicReport } from './periodic-registry.js';
export { ELSEWHERE, PeriodicWork } from './periodic-work.js';
export type { PeriodicDefinition } from './periodic-work.js';
