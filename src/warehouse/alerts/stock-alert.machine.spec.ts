import { STOCK_ALERT_MACHINE } from './stock-alert.machine.js';
import type { StockAlertEvent, StockAlertState } from './stock-alert.machine.js';

const no = 'INVALID_STATE';
const MATRIX: Record<StockAlertState, Record<StockAlertEvent, string>> = {
  open: { acknowledge: 'acknowledged', reopen: no, clear: 'cleared' },
  acknowledged: { acknowledge: 'acknowledged', reopen: 'open', clear: 'cleared' },
  cleared: { acknowledge: no, reopen: no, clear: no },
};

test.each(Object.entries(MATRIX))('an alert that is %s moves as its row says', (state, row) => {
  for (const [event, to] of Object.entries(row)) {
    const move = () => STOCK_ALERT_MACHINE.next(state as StockAlertState, event as StockAlertEvent);
    if (to === no) expect(move).toThrow(expect.objectContaining({ code: no }));
    else expect(move()).toBe(to);
  }
});
