import { defineErrors } from '../kernel/errors/index.js';

/** Refusals of sales that more than one of its documents can give. */
export const SALES_ERRORS = defineErrors(
  'sales',
  {
    CUSTOMER_INACTIVE: {
      kind: 'conflict',
      title: 'Customer inactive',
      description: 'Nothing is sold to a customer who is deactivated.',
    },
    SALES_ORDER_INVOICED: {
      kind: 'conflict',
      title: 'Invoiced already',
      description:
        'An order of which something is invoiced or asked in advance is not cancelled: cancel or credit that first.',
    },
    SALES_QUANTITY_EXCEEDED: {
      kind: 'conflict',
      title: 'More than is left',
      description:
        'No more of an order line is shipped than is open, comes back than was shipped, and is invoiced than was ordered.',
    },
  },
  {
    constraints: {
      ck_sales_order_lines_counts: 'SALES_QUANTITY_EXCEEDED',
      ck_sales_order_lines_shipped: 'SALES_QUANTITY_EXCEEDED',
    },
  },
);
