import { Module } from '@nestjs/common';
import { AuthModule } from '../auth/index.js';
import { MasterDataModule } from '../master-data/index.js';
import { BomModule } from './bom/index.js';
import { EnquiryController } from './enquiry/enquiry.controller.js';
import { EnquiryRepository } from './enquiry/enquiry.repository.js';
import { LocationsModule } from './locations/index.js';
import { MovementsController } from './movements/movements.controller.js';
import { MovementsRepository } from './movements/movements.repository.js';
import { MovementsService } from './movements/movements.service.js';
import { PeriodsModule } from './periods/index.js';
import './stock/opening-stock.import.js';
import { ReservationsController } from './reservations/reservations.controller.js';
import { ReservationsRepository } from './reservations/reservations.repository.js';
import { ReservationsService } from './reservations/reservations.service.js';
import { LedgerIntegrity } from './stock/ledger-integrity.js';
import { LedgerPartitions } from './stock/ledger-partitions.js';
import { Reservations } from './stock/reservations.js';
import { StockPosting } from './stock/stock-posting.js';
import { StockPostingRepository } from './stock/stock-posting.repository.js';
import { VirtualSides } from './stock/virtual-sides.js';

/** Where stock is, what it is worth, and every movement that made it so. */
@Module({
  imports: [AuthModule, MasterDataModule, BomModule, LocationsModule, PeriodsModule],
  controllers: [EnquiryController, MovementsController, ReservationsController],
  providers: [
    EnquiryRepository,
    LedgerIntegrity,
    LedgerPartitions,
    MovementsRepository,
    MovementsService,
    Reservations,
    ReservationsRepository,
    ReservationsService,
    StockPosting,
    StockPostingRepository,
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
