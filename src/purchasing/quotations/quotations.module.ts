import { Module } from '@nestjs/common';
import { MasterDataModule } from '../../master-data/index.js';
import { QuotationActionsController } from './quotation-actions.controller.js';
import { QuotationReplies } from './quotation-replies.service.js';
import { QuotationsController } from './quotations.controller.js';
import { QuotationsRepository } from './quotations.repository.js';
import { QuotationsService } from './quotations.service.js';

/** What suppliers are asked to quote, and what they reply. */
@Module({
  imports: [MasterDataModule],
  controllers: [QuotationsController, QuotationActionsController],
  providers: [QuotationsRepository, QuotationsService, QuotationReplies],
})
export class QuotationsModule {}
