export { Location } from './location.entity.js';
export { LOCATION } from './locations.kind.js';
export { LOCATION_TYPES, LocationDto, LocationInput, REAL_LOCATION_TYPES } from './locations.dto.js';
export { LOCATION_ERRORS, NO_ROOM } from './locations.errors.js';
export { LocationsModule } from './locations.module.js';
export { LOCATION_PERMISSIONS } from './locations.permissions.js';
export { LocationsService } from './locations.service.js';
export { LOCATION_REFERENCE } from './locations.import.js';
