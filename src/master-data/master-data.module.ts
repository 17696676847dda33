import { Module } from '@nestjs/common';
import './imports.js';
import { AuthModule } from '../auth/index.js';
import { CalendarsController } from './calendars/calendars.controller.js';
import { CalendarsRepository } from './calendars/calendars.repository.js';
import { Calendars } from './calendars/calendars.service.js';
import { ShiftsController } from './calendars/shifts.controller.js';
import { WorkingDaysController } from './calendars/working-days.controller.js';
import { CompaniesController } from './companies/companies.controller.js';
import { CompaniesService } from './companies/companies.service.js';
import { CurrenciesController } from './currencies/currencies.controller.js';
import { CustomerPricesController } from './customer-prices/customer-prices.controller.js';
import { CustomerPricesRepository } from './customer-prices/customer-prices.repository.js';
import { CustomerPricesService } from './customer-prices/customer-prices.service.js';
import { CustomersController } from './customers/customers.controller.js';
import { DepartmentsController } from './departments/departments.controller.js';
import { ExchangeRatesController } from './exchange-rates/exchange-rates.controller.js';
import { ExchangeRatesRepository } from './exchange-rates/exchange-rates.repository.js';
import { ExchangeRates } from './exchange-rates/exchange-rates.service.js';
import { ProductBarcodesController } from './product-barcodes/product-barcodes.controller.js';
import { ProductBarcodes } from './product-barcodes/product-barcodes.service.js';
import { ProductCategoriesController } from './product-categories/product-categories.controller.js';
import { ProductListsController } from './products/product-lists.controller.js';
import { ProductsController } from './products/products.controller.js';
import { ProductsService } from './products/products.service.js';
import { ExternalIdsRepository } from './records/external-ids.repository.js';
import { MasterRecords } from './records/master-records.service.js';
import { SupplierPricesController } from './supplier-prices/supplier-prices.controller.js';
import { SupplierPricesRepository } from './supplier-prices/supplier-prices.repository.js';
import { SupplierPricesService } from './supplier-prices/supplier-prices.service.js';
import { SupplierBankAccountsController } from './supplier-bank-accounts/supplier-bank-accounts.controller.js';
import { SupplierBankAccountsRepository } from './supplier-bank-accounts/supplier-bank-accounts.repository.js';
import { SupplierBankAccountsService } from './supplier-bank-accounts/supplier-bank-accounts.service.js';
import { UnreadableNumbers } from './supplier-bank-accounts/unreadable-numbers.js';
import { SuppliersController } from './suppliers/suppliers.controller.js';
import { UnitConversion } from './units/unit-conversion.service.js';
import { UnitConversionsController } from './units/unit-conversions.controller.js';
import { UnitConversionsRepository } from './units/unit-conversions.repository.js';
import { UnitsController } from './units/units.controller.js';

/** What the factory buys, makes and sells, from and to whom, in which units, at which prices. */
@Module({
  imports: [AuthModule],
  controllers: [
    CalendarsController,
    CompaniesController,
    CurrenciesController,
    CustomerPricesController,
    CustomersController,
    DepartmentsController,
    ExchangeRatesController,
    ProductBarcodesController,
    ProductCategoriesController,
    ProductListsController,
    ProductsController,
    ShiftsController,
    SupplierBankAccountsController,
    SupplierPricesController,
    SuppliersController,
    UnitConversionsController,
    UnitsController,
    WorkingDaysController,
  ],
  providers: [
    Calendars,
    CalendarsRepository,
    CompaniesService,
    CustomerPricesRepository,
    CustomerPricesService,
    ExchangeRates,
    ExchangeRatesRepository,
    ExternalIdsRepository,
    MasterRecords,
    ProductBarcodes,
    ProductsService,
    SupplierBankAccountsRepository,
    SupplierBankAccountsService,
    UnreadableNumbers,
    SupplierPricesRepository,
    SupplierPricesService,
    UnitConversion,
    UnitConversionsRepository,
  ],
  exports: [
    Calendars,
    CustomerPricesService,
    ExchangeRates,
    ExternalIdsRepository,
    MasterRecords,
    SupplierPricesService,
    UnitConversion,
  ],
})
export class MasterDataModule {}
