import { definePermissions } from '../kernel/security/index.js';

/** What people may do in production planning and control. */
export const PPIC = definePermissions('ppic', {
  manufacturing_orders: {
    read: 'See manufacturing orders with their components, reports and history',
    create: 'Draft manufacturing orders',
    update: 'Change manufacturing orders that are still drafts',
    approve: 'Approve manufacturing orders',
    release: 'Release manufacturing orders and reserve their components',
    start: 'Start manufacturing orders',
    pause: 'Pause manufacturing orders',
    resume: 'Resume paused manufacturing orders',
    report: 'Report production and issue components to an order',
    reverse: 'Reverse a production report or an issue of components',
    complete: 'Complete manufacturing orders',
    override_variance: 'Complete an order whose quantity is more than 10 % off the plan',
    short_close: 'Complete an order early, whatever its quantity',
    close: 'Close completed orders and settle their cost',
    cancel: 'Cancel manufacturing orders',
  },
  reason_codes: {
    read: 'See the reason codes of production',
    create: 'Add reason codes of production',
    update: 'Change and deactivate reason codes of production',
    delete: 'Delete reason codes of production that were never used',
  },
  settings: {
    read: "See a company's production settings",
    update: "Change a company's production settings",
  },
});
