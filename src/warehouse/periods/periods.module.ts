import { Module } from '@nestjs/common';
import { MasterDataModule } from '../../master-data/index.js';
import { PeriodsController } from './periods.controller.js';
import { PeriodsService } from './periods.service.js';

@Module({ imports: [MasterDataModule], controllers: [PeriodsController], providers: [PeriodsService] })
export class PeriodsModule {}
