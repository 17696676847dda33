import { Calendar } from './calendars/calendar.entity.js';
import { Company } from './companies/company.entity.js';
import { Currency } from './currencies/currency.entity.js';
import { CustomerPrice } from './customer-prices/customer-price.entity.js';
import { Customer } from './customers/customer.entity.js';
import { Department } from './departments/department.entity.js';
import { ExchangeRate } from './exchange-rates/exchange-rate.entity.js';
import { ProductBarcode } from './product-barcodes/product-barcode.entity.js';
import { ProductCategory } from './product-categories/product-category.entity.js';
import { Product } from './products/product.entity.js';
import { ExternalId } from './records/external-id.entity.js';
import { SupplierBankAccount } from './supplier-bank-accounts/supplier-bank-account.entity.js';
import { SupplierPrice } from './supplier-prices/supplier-price.entity.js';
import { Supplier } from './suppliers/supplier.entity.js';
import { UnitConversionRow } from './units/unit-conversion.entity.js';
import { Unit } from './units/unit.entity.js';

/** The tables of master data. */
export const MASTER_DATA_ENTITIES = [
  Calendar,
  Company,
  Currency,
  Customer,
  CustomerPrice,
  Department,
  ExchangeRate,
  ExternalId,
  Product,
  ProductBarcode,
  ProductCategory,
  Supplier,
  SupplierBankAccount,
  SupplierPrice,
  Unit,
  UnitConversionRow,
];
