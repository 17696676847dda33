import { Module } from '@nestjs/common';
import { MasterDataModule } from '../../master-data/index.js';
import { ClosingRepository } from './closing.repository.js';
import { ClosingService } from './closing.service.js';
import { LateFactsRepository } from './late-facts.repository.js';
import { LateFactsService } from './late-facts.service.js';
import { PeriodActionsController } from './period-actions.controller.js';
import { PeriodClosingController } from './period-closing.controller.js';
import { PeriodsController } from './periods.controller.js';
import { PeriodsService } from './periods.service.js';

/** Months of stock that close. */
@Module({
  imports: [MasterDataModule],
  controllers: [PeriodsController, PeriodActionsController, PeriodClosingController],
  providers: [ClosingRepository, ClosingService, LateFactsRepository, LateFactsService, PeriodsService],
  exports: [LateFactsService],
})
export class PeriodsModule {}
