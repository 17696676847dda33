import { definePermissions } from '../../kernel/security/index.js';

const PERMISSIONS = definePermissions('accounting', {
  stock_books: {
    read: 'See what of stock is in the books, and by which rules',
    post: 'Post what stock did to the books now, and move its value to accounts that have changed',
  },
  stock_account_rules: {
    read: 'See on which accounts the value of stock goes',
    administer: 'Say on which accounts the value of stock goes',
  },
});

export const STOCK_BOOKS = PERMISSIONS.stock_books;
const { read, administer } = PERMISSIONS.stock_account_rules;
export const STOCK_ACCOUNT_RULES = { read, create: administer, update: administer, delete: administer };
