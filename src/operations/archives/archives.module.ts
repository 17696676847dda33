import { Module } from '@nestjs/common';
import { AuditModule } from '../../audit/index.js';
import { WarehouseModule } from '../../warehouse/index.js';
import { MaintenanceModule } from '../maintenance/maintenance.module.js';
import { ArchivesController } from './archives.controller.js';
import { ArchivesRepository } from './archives.repository.js';
import { ArchivesService } from './archives.service.js';

/** Old months that are taken out into files. */
@Module({
  imports: [AuditModule, MaintenanceModule, WarehouseModule],
  controllers: [ArchivesController],
  providers: [ArchivesRepository, ArchivesService],
  exports: [ArchivesService],
})
export class ArchivesModule {}
