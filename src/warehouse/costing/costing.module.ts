import { Module } from '@nestjs/common';
import { StockModule } from '../stock/stock.module.js';
import { CostingRepository } from './costing.repository.js';
import { LandedCostsController } from './landed-costs.controller.js';
import { LandedCostsService } from './landed-costs.service.js';
import { RevaluationsController } from './revaluations.controller.js';
import { RevaluationsService } from './revaluations.service.js';

@Module({
  imports: [StockModule],
  controllers: [LandedCostsController, RevaluationsController],
  providers: [CostingRepository, LandedCostsService, RevaluationsService],
  exports: [LandedCostsService, RevaluationsService],
})
export class CostingModule {}
