import { defineMachine } from '../../kernel/state-machine/index.js';
import { BOM_PERMISSIONS } from './bom.permissions.js';

/** The life of one revision: drafted, used, no longer used. */
export const BOM_MACHINE = defineMachine({
  name: 'bom',
  table: 'erp.boms',
  states: ['draft', 'active', 'obsolete'],
  initial: 'draft',
  events: {
    activate: { from: ['draft'], to: 'active', permission: BOM_PERMISSIONS.activate },
    obsolete: { from: ['active'], to: 'obsolete', permission: BOM_PERMISSIONS.obsolete },
  },
});

export type BomState = (typeof BOM_MACHINE.states)[number];
