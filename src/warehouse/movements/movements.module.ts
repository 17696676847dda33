import { Module } from '@nestjs/common';
import { LineUnitsModule } from '../line-units/index.js';
import { LotsModule } from '../lots/index.js';
import { PeriodsModule } from '../periods/index.js';
import { StockModule } from '../stock/stock.module.js';
import { CorrectionsController } from './corrections.controller.js';
import { MovementsController } from './movements.controller.js';
import { MovementsRepository } from './movements.repository.js';
import { MovementsService } from './movements.service.js';

/** Movements posted by hand. */
@Module({
  imports: [LineUnitsModule, LotsModule, PeriodsModule, StockModule],
  controllers: [CorrectionsController, MovementsController],
  providers: [MovementsRepository, MovementsService],
  exports: [MovementsService],
})
export class MovementsModule {}
