export { backupFolder } from './backup-maker.js';
export type { BackupManifest } from './backup-manifest.js';
export { restoreBackup } from './backup-restore.js';
export { BackupStore } from './backup-store.js';
export { BackupsModule } from './backups.module.js';
export { BackupsService } from './backups.service.js';
export { CopyCheck } from './copy-check.js';
export type { CheckedCopy } from './copy-check.js';
