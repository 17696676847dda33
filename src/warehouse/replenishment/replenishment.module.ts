import { Module } from '@nestjs/common';
import { MasterDataModule } from '../../master-data/index.js';
import { LocationsModule } from '../locations/index.js';
import { LotsModule } from '../lots/index.js';
import { PutAwayModule } from '../put-away/index.js';
import { StockModule } from '../stock/stock.module.js';
import { ReplenishmentRulesController } from './replenishment-rules.controller.js';
import { ReplenishmentRulesService } from './replenishment-rules.service.js';
import { ReplenishmentController } from './replenishment.controller.js';
import { ReplenishmentRepository } from './replenishment.repository.js';
import { ReplenishmentService } from './replenishment.service.js';

@Module({
  imports: [LocationsModule, LotsModule, MasterDataModule, PutAwayModule, StockModule],
  controllers: [ReplenishmentController, ReplenishmentRulesController],
  providers: [ReplenishmentRepository, ReplenishmentRulesService, ReplenishmentService],
})
export class ReplenishmentModule {}
