export { REBUILD_PERMISSIONS } from './rebuilds.permissions.js';
export { RebuildsModule } from './rebuilds.module.js';
export { RebuildsService } from './rebuilds.service.js';
export type { RebuildDto } from './rebuilds.dto.js';
