export { COSTING_ERRORS } from './costing.errors.js';
export { LANDED_COST_BASES, LandedCostDto } from './costing.dto.js';
export { CostingModule } from './costing.module.js';
export { COSTING_PERMISSIONS } from './costing.permissions.js';
export { LandedCost, LandedCostLine } from './landed-cost.entity.js';
export { LandedCostsService } from './landed-costs.service.js';
export { RevaluationsService } from './revaluations.service.js';
