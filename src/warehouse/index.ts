export { WarehouseModule } from './warehouse.module.js';
export { WAREHOUSE } from './warehouse.permissions.js';
export { WAREHOUSE_ERRORS } from './warehouse.errors.js';
export * from './alerts/index.js';
export * from './availability/index.js';
export * from './bom/index.js';
export * from './books/index.js';
export * from './costing/index.js';
export * from './counts/index.js';
export * from './history/index.js';
export * from './line-units/index.js';
export * from './locations/index.js';
export * from './lots/index.js';
export * from './periods/index.js';
export * from './put-away/index.js';
export * from './rebuilds/index.js';
export * from './replenishment/index.js';
export * from './reordering/index.js';
export * from './scanning/index.js';
export * from './take-overs/index.js';
export * from './transfers/index.js';
export { warehouseLimit } from './enquiry/warehouse-scope.js';
export { placed } from './movements/movement-documents.js';
export type { Placed } from './movements/movement-documents.js';
export { GoodsArrivals } from './stock/goods-arrivals.js';
export type { GoodsArrived } from './stock/goods-arrivals.js';
export { LedgerIntegrity } from './stock/ledger-integrity.js';
export { LedgerPartitions } from './stock/ledger-partitions.js';
export { MOVEMENT_TYPES } from './stock/movement-draft.js';
export type {
  MovementDraft,
  MovementLineDraft,
  MovementType,
  PostedLine,
  PostedMovement,
  ReservationKind,
  ReservationRequest,
  ReservedStock,
  Shortage,
  SourceRef,
  ValueAdjustmentDraft,
} from './stock/movement-draft.js';
export { Reservations } from './stock/reservations.js';
export { DRIFT_NAMES, StockDrift } from './stock/stock-drift-integrity.js';
export type { Drift, DriftMark } from './stock/stock-drift-integrity.js';
export { StockPosting } from './stock/stock-posting.js';
export { VirtualSides } from './stock/virtual-sides.js';
export type { VirtualSide } from './stock/virtual-sides.js';
