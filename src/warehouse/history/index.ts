export { StockHistoryModule } from './history.module.js';
export { StockSnapshots } from './stock-snapshots.js';
