import { Module } from '@nestjs/common';
import { AuthModule } from '../auth/index.js';
import { MasterDataModule } from '../master-data/index.js';
import { BomModule } from './bom/index.js';
import { LocationsModule } from './locations/index.js';
import { PeriodsModule } from './periods/index.js';
import { LedgerIntegrity } from './stock/ledger-integrity.js';
import { LedgerPartitions } from './stock/ledger-partitions.js';
import { ReservationsController } from './stock/reservations.controller.js';
import { Reservations } from './stock/reservations.service.js';
import { StockController } from './stock/stock.controller.js';
import { StockPosting } from './stock/stock-posting.service.js';
import { StockPostingRepository } from './stock/stock-posting.repository.js';
import { StockRepository } from './stock/stock.repository.js';
import { StockService } from './stock/stock.service.js';
import { VirtualSides } from './stock/virtual-sides.js';

/** Where stock is, what it is worth, and every movement that made it so. */
@Module({
  imports: [AuthModule, MasterDataModule, BomModule, LocationsModule, PeriodsModule],
  controllers: [StockController, ReservationsController],
  providers: [
    LedgerIntegrity,
    LedgerPartitions,
    Reservations,
    StockPosting,
    StockPostingRepository,
    StockRepository,
    StockService,
    VirtualSides,
  ],
  exports: [
    BomModule,
    LedgerIntegrity,
    LedgerPartitions,
    LocationsModule,
    PeriodsModule,
    Reservations,
    StockPosting,
    VirtualSides,
  ],
})
export class WarehouseModule {}
