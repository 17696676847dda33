import { Module } from '@nestjs/common';
import { AuthModule } from '../auth/index.js';
import { MasterDataModule } from '../master-data/index.js';
import { AlertsModule } from './alerts/index.js';
import { AvailabilityModule } from './availability/index.js';
import { BomModule } from './bom/index.js';
import { BooksModule } from './books/index.js';
import { CostingModule } from './costing/index.js';
import { CountsModule } from './counts/index.js';
import { EnquiryController } from './enquiry/enquiry.controller.js';
import { EnquiryRepository } from './enquiry/enquiry.repository.js';
import { StockHistoryModule } from './history/index.js';
import { LineUnitsModule } from './line-units/index.js';
import { LocationsModule } from './locations/index.js';
import { LotsModule } from './lots/index.js';
import { MovementsModule } from './movements/movements.module.js';
import { PeriodsModule } from './periods/index.js';
import { PutAwayModule } from './put-away/index.js';
import './stock/opening-stock.import.js';
import { ReplenishmentModule } from './replenishment/index.js';
import { RebuildsModule } from './rebuilds/index.js';
import { ReorderingModule } from './reordering/index.js';
import { ReservationsController } from './reservations/reservations.controller.js';
import { ReservationsRepository } from './reservations/reservations.repository.js';
import { ReservationsService } from './reservations/reservations.service.js';
import { ScanningModule } from './scanning/index.js';
import { StockModule } from './stock/stock.module.js';
import { TakeOversModule } from './take-overs/index.js';
import { TransfersModule } from './transfers/index.js';

/** Where stock is, what it is worth, and every movement that made it so. */
@Module({
  imports: [
    AuthModule,
    MasterDataModule,
    AlertsModule,
    AvailabilityModule,
    BomModule,
    BooksModule,
    CostingModule,
    CountsModule,
    LineUnitsModule,
    LocationsModule,
    LotsModule,
    MovementsModule,
    PeriodsModule,
    PutAwayModule,
    RebuildsModule,
    ReplenishmentModule,
    ReorderingModule,
    StockHistoryModule,
    ScanningModule,
    StockModule,
    TakeOversModule,
    TransfersModule,
  ],
  controllers: [EnquiryController, ReservationsController],
  providers: [EnquiryRepository, ReservationsRepository, ReservationsService],
  exports: [
    AvailabilityModule,
    BomModule,
    BooksModule,
    CostingModule,
    CountsModule,
    LineUnitsModule,
    LocationsModule,
    LotsModule,
    PeriodsModule,
    PutAwayModule,
    RebuildsModule,
    ReorderingModule,
    ScanningModule,
    StockHistoryModule,
    StockModule,
    TransfersModule,
  ],
})
export class WarehouseModule {}
