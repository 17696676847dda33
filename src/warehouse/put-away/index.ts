export { BinsRepository } from './bins.repository.js';
export { Placing } from './placing.js';
export { PutAwayOverride } from './put-away-override.entity.js';
export { PutAwayRule } from './put-away-rule.entity.js';
export { PutAwayModule } from './put-away.module.js';
export { PUT_AWAY_PERMISSIONS, PUT_AWAY_RULE_PERMISSIONS } from './put-away.permissions.js';
export { PutAwayRulesService } from './put-away-rules.service.js';
export { PutAwayService } from './put-away.service.js';
