import { Module } from '@nestjs/common';
import { MasterDataModule } from '../../master-data/index.js';
import { LineUnits } from './line-units.js';
import { LineUnitsRepository } from './line-units.repository.js';

@Module({ imports: [MasterDataModule], providers: [LineUnits, LineUnitsRepository], exports: [LineUnits] })
export class LineUnitsModule {}
