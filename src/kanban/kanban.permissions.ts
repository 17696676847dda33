import { definePermissions } from '../kernel/security/index.js';

/** What people may do on the kanban boards. */
export const KANBAN = definePermissions('kanban', {
  cards: {
    read: 'See request cards, boards and their figures',
    create: 'Request material for a department, and take a request back',
    update: 'Change request cards that nobody has approved yet',
    approve: 'Approve request cards, or reject them',
    ship: 'Ship what a card requests into transit',
    receive: 'Receive what was shipped, and end a card with less',
  },
  boards: {
    update: "Set a board's limits on work in progress and the places of its department",
  },
});
