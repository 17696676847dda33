export { MasterDataModule } from './master-data.module.js';
export { MASTER_DATA_ENTITIES } from './entities.js';
export { MASTER_REFERENCES } from './import-fields.js';
export { MASTER_DATA } from './master-data.permissions.js';
export { MASTER_DATA_ERRORS } from './master-data.errors.js';
export { ExternalIdsRepository } from './records/external-ids.repository.js';
export type { ExternalName } from './records/external-ids.repository.js';
export { ExternalIdParam, SystemParam } from './records/external-name.params.js';
export { VersionedColumns } from './records/record.entity.js';
export { MasterRecords } from './records/master-records.service.js';
export type { NamedKind, RecordKind, Upserted } from './records/master-records.service.js';
export { RecordInput, RecordListQuery, deactivatable, recordFilters, versioned } from './records/record.dto.js';
export { recordRoutes } from './records/record-routes.js';
export type { RecordRoutes } from './records/record-routes.js';
export { assertUnused, usedBy } from './records/used-by.js';
export type { Use } from './records/used-by.js';
export { UnitConversion, wholeQuantity } from './units/unit-conversion.service.js';
export { UnitGraph, exactQuantity } from './units/unit-graph.js';
export type { UnitEdge } from './units/unit-graph.js';
export { checkDigit, gtin14, hasCheckDigit } from './product-barcodes/gs1-check-digit.js';
export { fractionText, roundedParts } from './units/rounding.js';
export type { RoundingRule } from './units/rounding.js';
export { addDays } from './calendars/working-days.js';
export { Calendars } from './calendars/calendars.service.js';
export { WorkingTime } from './calendars/working-time.js';
export type { ShiftOfDay, Span } from './calendars/working-time.js';
export { minuteOf } from './calendars/zoned-minutes.js';
export { ExchangeRates } from './exchange-rates/exchange-rates.service.js';
export { SupplierPricesService } from './supplier-prices/supplier-prices.service.js';
export { NOT_COMPARABLE, quoteOffers } from './supplier-prices/supplier-offers.js';
export type { QuotedOffer, SupplierOffer } from './supplier-prices/supplier-offers.js';
export { CustomerPricesService } from './customer-prices/customer-prices.service.js';
export type { LinePrice, LineToPrice, PriceTerms } from './customer-prices/customer-prices.service.js';
export {
  COSTING_METHODS,
  LOT_SIZINGS,
  PICK_STRATEGIES,
  PRODUCT_TYPES,
  ProductInput,
  REORDER_POLICIES,
  TRACKINGS,
} from './products/products.dto.js';
export { CALENDAR } from './calendars/calendars.kind.js';
export { COMPANY } from './companies/companies.kind.js';
export { CUSTOMER } from './customers/customers.kind.js';
export { DEPARTMENT } from './departments/departments.kind.js';
export { PRODUCT_CATEGORY } from './product-categories/product-categories.kind.js';
export { PRODUCT } from './products/products.kind.js';
export { SUPPLIER_PRICE } from './supplier-prices/supplier-prices.kind.js';
export { SUPPLIER } from './suppliers/suppliers.kind.js';
