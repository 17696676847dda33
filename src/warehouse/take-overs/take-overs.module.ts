import { Module } from '@nestjs/common';
import { LineUnitsModule } from '../line-units/index.js';
import { StockModule } from '../stock/stock.module.js';
import { TakeOversController } from './take-overs.controller.js';
import { TakeOversRepository } from './take-overs.repository.js';
import { TakeOversService } from './take-overs.service.js';

@Module({
  imports: [LineUnitsModule, StockModule],
  controllers: [TakeOversController],
  providers: [TakeOversRepository, TakeOversService],
  exports: [TakeOversService],
})
export class TakeOversModule {}
