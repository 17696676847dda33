/** Everything of this module that files can bring; loading it declares it. */
export { CUSTOMER_PRICES_IMPORT } from './customer-prices/customer-prices.import.js';
export { CUSTOMERS_IMPORT } from './customers/customers.import.js';
export { PRODUCT_CATEGORIES_IMPORT } from './product-categories/product-categories.import.js';
export { PRODUCTS_IMPORT } from './products/products.import.js';
export { SUPPLIER_PRICES_IMPORT } from './supplier-prices/supplier-prices.import.js';
export { SUPPLIERS_IMPORT } from './suppliers/suppliers.import.js';
export { UNITS_IMPORT } from './units/units.import.js';
