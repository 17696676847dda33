export { ReplenishmentRule } from './replenishment-rule.entity.js';
export { ReplenishmentRulesService } from './replenishment-rules.service.js';
export { ReplenishmentModule } from './replenishment.module.js';
export { REPLENISHMENT_PERMISSIONS, REPLENISHMENT_RULE_PERMISSIONS } from './replenishment.permissions.js';
