import { Module } from '@nestjs/common';
import { AccountingModule } from '../accounting/index.js';
import { MasterDataModule } from '../master-data/index.js';
import { WarehouseModule } from '../warehouse/index.js';
import { DELIVERY_CONTROLLERS, DELIVERY_PROVIDERS } from './deliveries/deliveries.parts.js';
import { SALES_INVOICE_CONTROLLERS, SALES_INVOICE_PROVIDERS } from './invoices/sales-invoices.parts.js';
import { FulfilmentIntegrity } from './deliveries/fulfilment-integrity.js';
import { RECEIVABLES_CONTROLLERS, RECEIVABLES_PROVIDERS } from './receivables/receivables.parts.js';
import { SALES_RETURN_CONTROLLERS, SALES_RETURN_PROVIDERS } from './returns/sales-returns.parts.js';
import { CREDIT_CONTROLLERS, CREDIT_PROVIDERS } from './credit/credit.parts.js';
import { SalesOrderIntegrity } from './orders/sales-order-integrity.js';
import { SALES_ORDER_CONTROLLERS, SALES_ORDER_PROVIDERS } from './orders/sales-orders.parts.js';
import { SALES_QUOTATION_CONTROLLERS, SALES_QUOTATION_PROVIDERS } from './quotations/quotations.parts.js';
import { SUPPLY_CONTROLLERS, SUPPLY_PROVIDERS } from './supply/supply.parts.js';
import { SupplyPort } from './supply/supply-port.js';

/** What is offered, ordered, promised and paid for. */
@Module({
  imports: [AccountingModule, MasterDataModule, WarehouseModule],
  controllers: [
    ...SALES_ORDER_CONTROLLERS,
    ...CREDIT_CONTROLLERS,
    ...SALES_QUOTATION_CONTROLLERS,
    ...SUPPLY_CONTROLLERS,
    ...DELIVERY_CONTROLLERS,
    ...SALES_INVOICE_CONTROLLERS,
    ...SALES_RETURN_CONTROLLERS,
    ...RECEIVABLES_CONTROLLERS,
  ],
  providers: [
    ...SALES_ORDER_PROVIDERS,
    ...CREDIT_PROVIDERS,
    ...SALES_QUOTATION_PROVIDERS,
    ...SUPPLY_PROVIDERS,
    ...DELIVERY_PROVIDERS,
    ...SALES_INVOICE_PROVIDERS,
    ...SALES_RETURN_PROVIDERS,
    ...RECEIVABLES_PROVIDERS,
    FulfilmentIntegrity,
  ],
  exports: [SalesOrderIntegrity, SupplyPort, FulfilmentIntegrity],
})
export class SalesModule {}
