import { Module } from '@nestjs/common';
import { MasterDataModule } from '../../master-data/index.js';
import { StockModule } from '../stock/stock.module.js';
import { GenealogyController } from './genealogy.controller.js';
import { GenealogyRepository } from './genealogy.repository.js';
import { GenealogyService } from './genealogy.service.js';
import { LotConversionsController } from './lot-conversions.controller.js';
import { LotConversionsService } from './lot-conversions.service.js';
import { LotIntake } from './lot-intake.js';
import { LotsController } from './lots.controller.js';
import { LotsRepository } from './lots.repository.js';
import { LotsService } from './lots.service.js';

@Module({
  imports: [MasterDataModule, StockModule],
  controllers: [LotConversionsController, LotsController, GenealogyController],
  providers: [GenealogyRepository, GenealogyService, LotConversionsService, LotIntake, LotsRepository, LotsService],
  exports: [LotIntake, LotsService],
})
export class LotsModule {}
