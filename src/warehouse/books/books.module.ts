import { Module } from '@nestjs/common';
import { AccountingModule } from '../../accounting/index.js';
import { MasterDataModule } from '../../master-data/index.js';
import { StockAccountRulesController } from './stock-account-rules.controller.js';
import { StockAccountRulesService } from './stock-account-rules.service.js';
import { StockBooksIntegrity } from './stock-books-integrity.js';
import { StockBooksController } from './stock-books.controller.js';
import { StockBooksJob } from './stock-books.job.js';
import { StockBooksRepository } from './stock-books.repository.js';
import { StockBooks } from './stock-books.service.js';

/** Stock and production in the books. */
@Module({
  imports: [AccountingModule, MasterDataModule],
  controllers: [StockBooksController, StockAccountRulesController],
  providers: [StockBooksRepository, StockBooks, StockBooksJob, StockAccountRulesService, StockBooksIntegrity],
  exports: [StockBooksIntegrity],
})
export class BooksModule {}
