import { Module } from '@nestjs/common';
import { CountsModule } from '../counts/index.js';
import { LineUnitsModule } from '../line-units/index.js';
import { MovementsModule } from '../movements/movements.module.js';
import { PutAwayModule } from '../put-away/index.js';
import { LabelsController } from './labels/labels.controller.js';
import { Labels } from './labels/labels.service.js';
import { ScanLines } from './scan-lines.service.js';
import { ScanPostings } from './scan-postings.service.js';
import { ScanResolver } from './scan-resolver.service.js';
import { ScansController } from './scans.controller.js';
import { ScansRepository } from './scans.repository.js';
import './stock-scannables.js';

@Module({
  imports: [CountsModule, LineUnitsModule, MovementsModule, PutAwayModule],
  controllers: [LabelsController, ScansController],
  providers: [Labels, ScanLines, ScanPostings, ScanResolver, ScansRepository],
  exports: [Labels],
})
export class ScanningModule {}
