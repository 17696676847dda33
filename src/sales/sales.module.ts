import { Module } from '@nestjs/common';
import { AccountingModule } from '../accounting/index.js';
import { MasterDataModule } from '../master-data/index.js';
import { WarehouseModule } from '../warehouse/index.js';
import { DELIVERY_CONTROLLERS, DELIVERY_PROVIDERS } from './deliveries/deliveries.parts.js';
import { SALES_INVOICE_CONTROLLERS, SALES_INVOICE_PROVIDERS } from './invoices/sales-invoices.parts.js';
import { SALES_RETURN_CONTROLLERS, SALES_RETURN_PROVIDERS } from './returns/sales-returns.parts.js';
import { SALES_ORDER_CONTROLLERS, SALES_ORDER_PROVIDERS } from './orders/sales-orders.parts.js';

/** What is offered, ordered, promised and paid for. */
@Module({
  imports: [AccountingModule, MasterDataModule, WarehouseModule],
  controllers: [
    ...SALES_ORDER_CONTROLLERS,
    ...DELIVERY_CONTROLLERS,
    ...SALES_INVOICE_CONTROLLERS,
    ...SALES_RETURN_CONTROLLERS,
  ],
  providers: [...SALES_ORDER_PROVIDERS, ...DELIVERY_PROVIDERS, ...SALES_INVOICE_PROVIDERS, ...SALES_RETURN_PROVIDERS],
  exports: [],
})
export class SalesModule {}
