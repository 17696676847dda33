import { Module } from '@nestjs/common';
import { LineUnitsModule } from '../line-units/index.js';
import { StockModule } from '../stock/stock.module.js';
import { TransferActionsController } from './transfer-actions.controller.js';
import { TransfersController } from './transfers.controller.js';
import { TransfersRepository } from './transfers.repository.js';
import { TransfersService } from './transfers.service.js';

@Module({
  imports: [LineUnitsModule, StockModule],
  controllers: [TransfersController, TransferActionsController],
  providers: [TransfersRepository, TransfersService],
  exports: [TransfersService],
})
export class TransfersModule {}
