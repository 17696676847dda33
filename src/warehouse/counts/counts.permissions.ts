import { definePermissions } from '../../kernel/security/index.js';

export const COUNT_PERMISSIONS = definePermissions('warehouse', {
  counts: {
    read: 'See stock counts and what is to be counted',
    read_book: 'See what the books say, and the differences, while a count is under way',
    create: 'Plan a stock count',
    start: 'Begin a stock count',
    count: 'Enter what was counted',
    finish: 'Finish counting, and have lines counted again',
    approve: 'Approve the differences of a count that others made',
    post: 'Post the differences of an approved count',
    cancel: 'Cancel a stock count',
  },
}).counts;
