import { Metrics } from './metrics.js';

const LAST_BACKUP = Metrics.gauge({
  name: 'erp_backup_last_success_timestamp_seconds',
  help: 'When the newest backup was finished, seconds since 1970; 0 when there is none',
});
const LAST_VERIFIED = Metrics.gauge({
  name: 'erp_backup_last_verified_timestamp_seconds',
  help: 'When a backup was last restored and checked with success, seconds since 1970; 0 when never',
});
reportBackups(null, null);

/** For whoever makes backups: what there is now. @param newest end of the newest backup @param verified the last successful proof of one */
export function reportBackups(newest: Date | null, verified: Date | null): void {
  LAST_BACKUP.set(newest ? newest.getTime() / 1000 : 0);
  LAST_VERIFIED.set(verified ? verified.getTime() / 1000 : 0);
}
