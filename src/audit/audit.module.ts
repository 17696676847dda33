import { Module } from '@nestjs/common';
import { AuditLogsController } from './logs/audit-logs.controller.js';
import { AuditLogsRepository } from './logs/audit-logs.repository.js';
import { AuditLogsService } from './logs/audit-logs.service.js';
import { AuditPartitions } from './logs/audit-partitions.js';
import { AuditPartitionsRepository } from './logs/audit-partitions.repository.js';
import { AuditIntegrity } from './seals/seal-integrity.js';
import { Sealing } from './seals/sealing.js';
import { SealsController } from './seals/seals.controller.js';
import { SealsRepository } from './seals/seals.repository.js';
import { SealsService } from './seals/seals.service.js';
import { SecurityEventsController } from './security-events/security-events.controller.js';
import { SecurityEventsRepository } from './security-events/security-events.repository.js';
import { SecurityEventsService } from './security-events/security-events.service.js';

/** What every change leaves behind, who may look at it, and the seals that show what was tampered with. */
@Module({
  controllers: [AuditLogsController, SecurityEventsController, SealsController],
  providers: [
    AuditIntegrity,
    AuditLogsRepository,
    AuditLogsService,
    AuditPartitions,
    AuditPartitionsRepository,
    Sealing,
    SealsRepository,
    SealsService,
    SecurityEventsRepository,
    SecurityEventsService,
  ],
  exports: [AuditIntegrity, AuditPartitions, SealsService],
})
export class AuditModule {}
