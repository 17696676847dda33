import { Module } from '@nestjs/common';
import { AuditModule } from '../../audit/index.js';
import { WarehouseModule } from '../../warehouse/index.js';
import { PartitionsRepository } from '../partitions/partitions.repository.js';
import { PartitionsService } from '../partitions/partitions.service.js';
import { MaintenanceJob } from './maintenance-job.js';
import { MaintenanceRepository } from './maintenance.repository.js';
import { OwnerConnection } from './owner-connection.js';

/** What keeps the tables fit: months ahead, vacuum, planner figures. */
@Module({
  imports: [AuditModule, WarehouseModule],
  providers: [MaintenanceJob, MaintenanceRepository, OwnerConnection, PartitionsRepository, PartitionsService],
  exports: [OwnerConnection, PartitionsService],
})
export class MaintenanceModule {}
