export { QualityModule } from './quality.module.js';
export { QUALITY } from './quality.permissions.js';
export { QUALITY_ERRORS } from './quality.errors.js';
export { QualityGate } from './gates/quality-gate.js';
export type { GateBlocker } from './gates/quality-gate.js';
export type { GateSubject } from './gates/gates.repository.js';
export { IncomingInspections } from './inspections/incoming.service.js';
export { InspectionsService } from './inspections/inspections.service.js';
export { InspectionDto, InspectionInput, InspectionsOfMovementDto } from './inspections/inspections.dto.js';
