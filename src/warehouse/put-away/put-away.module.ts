import { Module } from '@nestjs/common';
import { MasterDataModule } from '../../master-data/index.js';
import { LineUnitsModule } from '../line-units/index.js';
import { LocationsModule } from '../locations/index.js';
import { LotsModule } from '../lots/index.js';
import { StockModule } from '../stock/stock.module.js';
import { BinsRepository } from './bins.repository.js';
import { PutAwayRulesController } from './put-away-rules.controller.js';
import { PutAwayRulesService } from './put-away-rules.service.js';
import { PutAwayController } from './put-away.controller.js';
import { PutAwayRepository } from './put-away.repository.js';
import { PutAwayService } from './put-away.service.js';

@Module({
  imports: [LineUnitsModule, LocationsModule, LotsModule, MasterDataModule, StockModule],
  controllers: [PutAwayController, PutAwayRulesController],
  providers: [BinsRepository, PutAwayRepository, PutAwayRulesService, PutAwayService],
  exports: [BinsRepository, PutAwayService],
})
export class PutAwayModule {}
