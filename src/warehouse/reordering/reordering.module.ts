import { Module } from '@nestjs/common';
import { MasterDataModule } from '../../master-data/index.js';
import { AvailabilityModule } from '../availability/index.js';
import { ReorderingController } from './reordering.controller.js';
import { ReorderingRepository } from './reordering.repository.js';
import { ReorderingService } from './reordering.service.js';

@Module({
  imports: [AvailabilityModule, MasterDataModule],
  controllers: [ReorderingController],
  providers: [ReorderingRepository, ReorderingService],
  exports: [ReorderingService],
})
export class ReorderingModule {}
