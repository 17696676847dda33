export { WarehouseModule } from './warehouse.module.js';
export { WAREHOUSE } from './warehouse.permissions.js';
export { WAREHOUSE_ERRORS } from './warehouse.errors.js';
export { Locations } from './locations/locations.service.js';
export { LOCATION_TYPES, REAL_LOCATION_TYPES, VIRTUAL_LOCATION_TYPES } from './locations/location-types.js';
export type { LocationType, VirtualSide } from './locations/location-types.js';
export { LedgerIntegrity } from './stock/ledger-integrity.js';
export type { LedgerInvariant } from './stock/ledger-integrity.js';
export { LedgerPartitions } from './stock/ledger-partitions.js';
export { MOVEMENT_TYPES } from './stock/movement-draft.js';
export type {
  MovementDraft,
  MovementLineDraft,
  MovementType,
  PostedLine,
  PostedMovement,
  ReservationRequest,
  ReservedStock,
  Shortage,
  SourceRef,
  ValueAdjustmentDraft,
} from './stock/movement-draft.js';
export { Reservations } from './stock/reservations.service.js';
export { StockPosting } from './stock/stock-posting.service.js';
