import { Module } from '@nestjs/common';
import { MasterDataModule } from '../../master-data/index.js';
import { LineUnitsModule } from '../line-units/index.js';
import { StockModule } from '../stock/stock.module.js';
import { GenealogyController } from './genealogy.controller.js';
import { GenealogyRepository } from './genealogy.repository.js';
import { GenealogyService } from './genealogy.service.js';
import { LotConversionsController } from './lot-conversions.controller.js';
import { LotConversionsService } from './lot-conversions.service.js';
import { LotHolds } from './lot-holds.js';
import { LotIntake } from './lot-intake.js';
import { LotPostings } from './lot-postings.js';
import { LotQuarantineService } from './lot-quarantine.service.js';
import { LotsController } from './lots.controller.js';
import { LotsRepository } from './lots.repository.js';
import { LotsService } from './lots.service.js';
import { ProposalController } from './proposal.controller.js';
import { ProposalRepository } from './proposal.repository.js';
import { ProposalService } from './proposal.service.js';

@Module({
  imports: [LineUnitsModule, MasterDataModule, StockModule],
  controllers: [ProposalController, GenealogyController, LotConversionsController, LotsController],
  providers: [
    GenealogyRepository,
    GenealogyService,
    LotConversionsService,
    LotHolds,
    LotIntake,
    LotPostings,
    LotQuarantineService,
    LotsRepository,
    LotsService,
    ProposalRepository,
    ProposalService,
  ],
  exports: [LotHolds, LotIntake, LotsService],
})
export class LotsModule {}
