import { Module } from '@nestjs/common';
import { RebuildsController } from './rebuilds.controller.js';
import { RebuildsRepository } from './rebuilds.repository.js';
import { RebuildsService } from './rebuilds.service.js';

/** Balances that are made anew from the ledger. */
@Module({
  controllers: [RebuildsController],
  providers: [RebuildsRepository, RebuildsService],
  exports: [RebuildsService],
})
export class RebuildsModule {}
