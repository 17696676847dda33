import { Module } from '@nestjs/common';
import { BackupJobs } from './backup-jobs.js';
import { BackupReport } from './backup-report.js';
import { BackupsController } from './backups.controller.js';
import { BackupsRepository } from './backups.repository.js';
import { BackupsService } from './backups.service.js';

/** Backups and the proof that they can be restored. */
@Module({
  controllers: [BackupsController],
  providers: [BackupJobs, BackupReport, BackupsRepository, BackupsService],
  exports: [BackupsService],
})
export class BackupsModule {}
