import { definePermissions } from '../../kernel/security/index.js';
import { ruled } from '../purchasing.permissions.js';

const PERMISSIONS = definePermissions('purchasing', {
  orders: {
    read: 'See purchase orders, their prices, approvals and revisions',
    create: 'Draft purchase orders, also from approved requisition lines',
    update: 'Change purchase orders that are still drafts',
    submit: 'Submit purchase orders for approval, and take them back',
    approve: 'Approve and reject purchase orders and their changes, of others and within the tiers of amount',
    send: 'Say that the supplier has got a purchase order',
    confirm: 'Enter what a supplier confirms of a purchase order',
    change: 'Change purchase orders that are approved already, as a new revision',
    close: 'Close purchase orders, also when less came than was ordered',
    cancel: 'Cancel purchase orders of which nothing came',
  },
  approval_tiers: {
    read: 'See who approves purchase orders from which amount on',
    administer: 'Say who approves purchase orders from which amount on',
  },
  tolerances: {
    read: 'See by how much deliveries may be off',
    administer: 'Say by how much deliveries may be off',
  },
});

export const ORDER_PERMISSIONS = PERMISSIONS.orders;
export const TIER_PERMISSIONS = ruled(PERMISSIONS.approval_tiers);
export const TOLERANCE_PERMISSIONS = ruled(PERMISSIONS.tolerances);
