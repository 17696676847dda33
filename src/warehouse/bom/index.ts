export { BomModule } from './bom.module.js';
export { BOM_ERRORS } from './bom.errors.js';
export { BOM_MACHINE } from './bom.machine.js';
export { BOM_PERMISSIONS } from './bom.permissions.js';
export { Boms } from './boms.js';
export type { ActiveBom, RequirementsRequest } from './boms.js';
export { BomAnalysis } from './bom-analysis.service.js';
export { BomService } from './bom.service.js';
export { BomLifecycle } from './bom-lifecycle.service.js';
export { requiredFor, yieldedBy } from './bom-components.js';
export type {
  BomRequirements,
  ComponentRequirement,
  OutputYield,
  Ratio,
  SubstituteRequirement,
} from './bom-requirements.js';
export type { BomType, IssueMethod } from './bom-structure.js';
