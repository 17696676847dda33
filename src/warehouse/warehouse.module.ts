import { Module } from '@nestjs/common';
import { AuthModule } from '../auth/index.js';
import { MasterDataModule } from '../master-data/index.js';
import { Locations } from './locations/locations.service.js';
import { LedgerIntegrity } from './stock/ledger-integrity.js';
import { LedgerPartitions } from './stock/ledger-partitions.js';
import { Reservations } from './stock/reservations.service.js';
import { StockPosting } from './stock/stock-posting.service.js';
import { StockPostingRepository } from './stock/stock-posting.repository.js';

/** Where stock is, what it is worth, and every movement that made it so. */
@Module({
  imports: [AuthModule, MasterDataModule],
  providers: [LedgerIntegrity, LedgerPartitions, Locations, Reservations, StockPosting, StockPostingRepository],
  exports: [LedgerIntegrity, LedgerPartitions, Locations, Reservations, StockPosting],
})
export class WarehouseModule {}
