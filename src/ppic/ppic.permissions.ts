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
  work_centres: {
    read: 'See work centres with their rates',
    create: 'Add work centres',
    update: 'Change and deactivate work centres',
    delete: 'Delete work centres that were never used',
  },
  routings: {
    read: 'See, compare and estimate routings, and see where a work centre is used',
    create: 'Draft a routing, new or as a copy',
    update: 'Change a draft of a routing',
    delete: 'Delete a draft of a routing',
    activate: 'Let a routing be used, and make it the default of its product',
    obsolete: 'Take an active routing out of use',
    read_cost: 'See what operations cost',
  },
  settings: {
    read: "See a company's production settings",
    update: "Change a company's production settings",
  },
});
