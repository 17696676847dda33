import { definePermissions } from '../../kernel/security/index.js';

export const SHIPMENT_PERMISSIONS = definePermissions('purchasing', {
  shipments: {
    read: 'See shipments of suppliers, and what is late or expected',
    create: 'Announce shipments of suppliers',
    update: 'Change shipments that are planned, and their dates',
    track: 'Enter milestones of shipments, and cancel planned ones',
  },
}).shipments;
