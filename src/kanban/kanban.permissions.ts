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
  loops: {
    read: 'See replenishment loops, their cards, signals and suggestions',
    plan: 'Set replenishment loops up, change them, and add or remove their cards',
    activate: 'Activate, pause, resume and retire replenishment loops',
    signal: 'Say that a card of a loop is empty or full again, and have levels looked at',
    order: 'Mark what a card of a loop stands for as ordered, or have its document made again',
    receive: 'Receive what a card of a loop stands for',
  },
  boards: {
    update: "Set a board's limits on work in progress and the places of its department",
  },
});
