import { defineMachine } from '../../kernel/state-machine/index.js';
import { PPIC } from '../ppic.permissions.js';

const MAY = PPIC.material_requests;

/**
 * A request for material. Issuing goes on in parts, and the last piece approved makes it issued; what is not used comes back in parts, and
 * when everything is issued and everything is back the request is over by itself.
 */
export const MATERIAL_REQUEST = defineMachine({
  name: 'material_request',
  table: 'erp.material_requests',
  states: ['requested', 'approved', 'issued', 'closed', 'rejected', 'cancelled'],
  initial: 'requested',
  events: {
    approve: { from: ['requested'], to: 'approved', permission: MAY.approve },
    reject: { from: ['requested'], to: 'rejected', permission: MAY.approve },
    issue: { from: ['approved'], to: 'issued', permission: MAY.issue, in_parts: true },
    return: { from: ['approved', 'issued'], to: 'closed', permission: MAY.return, in_parts: true },
    close: { from: ['approved', 'issued'], to: 'closed', permission: MAY.close },
    cancel: { from: ['requested', 'approved'], to: 'cancelled', permission: MAY.cancel },
  },
});

export type MaterialRequestState = (typeof MATERIAL_REQUEST.states)[number];
export type MaterialRequestEvent = keyof typeof MATERIAL_REQUEST.events;
