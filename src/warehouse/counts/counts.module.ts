import { Module } from '@nestjs/common';
import { LineUnitsModule } from '../line-units/index.js';
import { StockModule } from '../stock/stock.module.js';
import { CountActionsController } from './count-actions.controller.js';
import { CountEntriesController } from './count-entries.controller.js';
import { CountEntriesService } from './count-entries.service.js';
import { CountLinesRepository } from './count-lines.repository.js';
import { CountsController } from './counts.controller.js';
import { CountsRepository } from './counts.repository.js';
import { CountsService } from './counts.service.js';

@Module({
  imports: [LineUnitsModule, StockModule],
  controllers: [CountsController, CountActionsController, CountEntriesController],
  providers: [CountEntriesService, CountLinesRepository, CountsRepository, CountsService],
  exports: [CountEntriesService, CountsService],
})
export class CountsModule {}
