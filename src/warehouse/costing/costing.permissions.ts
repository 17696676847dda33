import { definePermissions } from '../../kernel/security/index.js';

export const COSTING_PERMISSIONS = definePermissions('warehouse', {
  costing: {
    read_value: 'See landed costs, revaluations and the layers behind the value of stock',
    land: 'Spread landed cost and differences of invoices over receipts',
    cancel: 'Take a landed cost back',
    revalue: 'Revalue stock, and change how a product is valued',
  },
}).costing;
