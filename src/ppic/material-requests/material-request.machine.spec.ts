import { MATERIAL_REQUEST } from './material-request.machine.js';
import type { MaterialRequestEvent, MaterialRequestState } from './material-request.machine.js';

const no = 'INVALID_STATE';
const over = { approve: no, reject: no, issue: no, return: no, close: no, cancel: no };
const MATRIX: Record<MaterialRequestState, Record<MaterialRequestEvent, string>> = {
  requested: { ...over, approve: 'approved', reject: 'rejected', cancel: 'cancelled' },
  approved: { ...over, issue: 'issued', return: 'closed', close: 'closed', cancel: 'cancelled' },
  issued: { ...over, return: 'closed', close: 'closed' },
  closed: over,
  rejected: over,
  cancelled: over,
};

test.each(Object.entries(MATRIX))('a request that is %s moves as its row says', (state, row) => {
  for (const [event, to] of Object.entries(row)) {
    const move = () => MATERIAL_REQUEST.next(state as MaterialRequestState, event as MaterialRequestEvent);
    if (to === no) expect(move).toThrow(expect.objectContaining({ code: no }));
    else expect(move()).toBe(to);
  }
});
