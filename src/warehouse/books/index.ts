export { BooksModule } from './books.module.js';
export { STOCK_BOOKS_ERRORS } from './books.errors.js';
export { StockAccountRule } from './stock-account-rule.entity.js';
export { StockBooksIntegrity } from './stock-books-integrity.js';
