export { ALERT_KINDS } from './alert-kinds.js';
export { ALERT_ERRORS } from './alerts.errors.js';
export { AlertsModule } from './alerts.module.js';
export { ALERTS } from './alerts.permissions.js';
export { StockAlert, StockAlertSetting } from './stock-alert.entity.js';
export { STOCK_ALERT_MACHINE } from './stock-alert.machine.js';
