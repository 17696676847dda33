import { defineMachine } from '../../kernel/state-machine/index.js';
import { ALERTS } from './alerts.permissions.js';

/**
 * An alert is open until somebody has seen it, then silent, and cleared when what it says is no longer so; what comes back is a new
 * alert. Refreshing reopens what got worse and clears what has ended.
 */
export const STOCK_ALERT_MACHINE = defineMachine({
  name: 'stock_alert',
  table: 'erp.stock_alerts',
  states: ['open', 'acknowledged', 'cleared'],
  initial: 'open',
  events: {
    acknowledge: { from: ['open', 'acknowledged'], to: 'acknowledged', permission: ALERTS.alerts.acknowledge },
    reopen: { from: ['acknowledged'], to: 'open', permission: ALERTS.alerts.acknowledge },
    clear: { from: ['open', 'acknowledged'], to: 'cleared', permission: ALERTS.alerts.refresh },
  },
});

export type StockAlertState = (typeof STOCK_ALERT_MACHINE.states)[number];
export type StockAlertEvent = keyof typeof STOCK_ALERT_MACHINE.events;
