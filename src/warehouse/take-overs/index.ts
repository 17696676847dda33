export { TakeOver } from './take-over.entity.js';
export { TAKE_OVER_PERMISSIONS } from './take-overs.permissions.js';
export { TakeOversModule } from './take-overs.module.js';
export { TakeOversService } from './take-overs.service.js';
