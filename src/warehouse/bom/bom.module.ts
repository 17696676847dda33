import { Module } from '@nestjs/common';
import { AuthModule } from '../../auth/index.js';
import { MasterDataModule } from '../../master-data/index.js';
import { BomAnalysisController, WhereUsedController } from './bom-analysis.controller.js';
import { BomAnalysis } from './bom-analysis.service.js';
import { BomCosting } from './bom-costing.service.js';
import { BomFiguresRepository } from './bom-figures.repository.js';
import { BomLifecycleController } from './bom-lifecycle.controller.js';
import { BomLifecycle } from './bom-lifecycle.service.js';
import { BomStructureRepository } from './bom-structure.repository.js';
import './bom.import.js';
import { BomController } from './bom.controller.js';
import { BomRepository } from './bom.repository.js';
import { BomService } from './bom.service.js';
import { Boms } from './boms.js';

/** Bills of material: what a product is made of, by revision and day. */
@Module({
  imports: [AuthModule, MasterDataModule],
  controllers: [BomController, BomLifecycleController, BomAnalysisController, WhereUsedController],
  providers: [
    BomAnalysis,
    BomCosting,
    BomFiguresRepository,
    BomLifecycle,
    BomRepository,
    BomService,
    BomStructureRepository,
    Boms,
  ],
  exports: [BomAnalysis, BomLifecycle, BomService, Boms],
})
export class BomModule {}
