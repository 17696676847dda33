import { Module } from '@nestjs/common';
import { MasterDataModule } from '../master-data/index.js';
import { WarehouseModule } from '../warehouse/index.js';
import { DefectReasonsController } from './defect-reasons/defect-reasons.controller.js';
import { FiguresController } from './figures/figures.controller.js';
import { FiguresRepository } from './figures/figures.repository.js';
import { FiguresService } from './figures/figures.service.js';
import { GatesController } from './gates/gates.controller.js';
import { GatesRepository } from './gates/gates.repository.js';
import { QualityGate } from './gates/quality-gate.js';
import { DecisionEffects } from './inspections/decision-effects.js';
import { InspectionDecisions } from './inspections/decisions.service.js';
import { FindingsController } from './inspections/findings.controller.js';
import { FindingsRepository } from './inspections/findings.repository.js';
import { FindingsService } from './inspections/findings.service.js';
import { InProcessInspections } from './inspections/in-process.service.js';
import { IncomingInspections } from './inspections/incoming.service.js';
import { InspectionActionsController } from './inspections/inspection-actions.controller.js';
import { InspectionsController } from './inspections/inspections.controller.js';
import { InspectionsRepository } from './inspections/inspections.repository.js';
import { InspectionsService } from './inspections/inspections.service.js';
import { InspectionOpening } from './inspections/opening.js';
import { OpeningRepository } from './inspections/opening.repository.js';
import { PlansController } from './plans/plans.controller.js';
import { PlansRepository } from './plans/plans.repository.js';
import { PlansService } from './plans/plans.service.js';

/** What is inspected, what was found, what it holds up and what it costs. */
@Module({
  imports: [MasterDataModule, WarehouseModule],
  controllers: [
    DefectReasonsController,
    PlansController,
    InspectionsController,
    InspectionActionsController,
    FindingsController,
    GatesController,
    FiguresController,
  ],
  providers: [
    PlansRepository,
    PlansService,
    OpeningRepository,
    InspectionOpening,
    IncomingInspections,
    InProcessInspections,
    InspectionsRepository,
    InspectionsService,
    FindingsRepository,
    FindingsService,
    DecisionEffects,
    InspectionDecisions,
    GatesRepository,
    QualityGate,
    FiguresRepository,
    FiguresService,
  ],
  exports: [QualityGate, IncomingInspections, InProcessInspections, InspectionsService],
})
export class QualityModule {}
