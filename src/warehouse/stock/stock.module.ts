import { Module } from '@nestjs/common';
import { ExpiredReservations } from './expired-reservations.js';
import { GoodsArrivals } from './goods-arrivals.js';
import { LedgerIntegrity } from './ledger-integrity.js';
import { LedgerPartitions } from './ledger-partitions.js';
import { Reservations } from './reservations.js';
import { StockDrift } from './stock-drift-integrity.js';
import { StockPosting } from './stock-posting.js';
import { StockPostingRepository } from './stock-posting.repository.js';
import { VirtualSides } from './virtual-sides.js';

const SHARED = [GoodsArrivals, LedgerIntegrity, LedgerPartitions, Reservations, StockDrift, StockPosting, VirtualSides];

/** The way into the ledger, for everything that moves stock. */
@Module({ providers: [...SHARED, ExpiredReservations, StockPostingRepository], exports: SHARED })
export class StockModule {}
