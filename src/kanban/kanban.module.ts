import { Module } from '@nestjs/common';
import { PpicModule } from '../ppic/index.js';
import { PurchasingModule } from '../purchasing/index.js';
import { WarehouseModule } from '../warehouse/index.js';
import { BoardLimits } from './boards/board-limits.js';
import { BoardsController } from './boards/boards.controller.js';
import { BoardsRepository } from './boards/boards.repository.js';
import { BoardsService } from './boards/boards.service.js';
import { CardActionsController } from './cards/card-actions.controller.js';
import { CardIntegrity } from './cards/card-integrity.js';
import './cards/card-scans.js';
import { CardSteps } from './cards/card-steps.js';
import { CardTransportService } from './cards/card-transport.service.js';
import { CardsController } from './cards/cards.controller.js';
import { CardsRepository } from './cards/cards.repository.js';
import { CardsService } from './cards/cards.service.js';
import { LoopActionsController } from './loops/loop-actions.controller.js';
import { LoopCardActionsController } from './loops/loop-card-actions.controller.js';
import './loops/loop-card-scans.js';
import { LoopCardSteps } from './loops/loop-card-steps.js';
import { LoopCardsController } from './loops/loop-cards.controller.js';
import { LoopCardsRepository } from './loops/loop-cards.repository.js';
import { LoopCardsService } from './loops/loop-cards.service.js';
import { LoopDocuments } from './loops/loop-documents.service.js';
import { LoopEvaluation } from './loops/loop-evaluation.service.js';
import { LoopIntegrity } from './loops/loop-integrity.js';
import { LoopLifecycle } from './loops/loop-lifecycle.service.js';
import { LoopOrders } from './loops/loop-orders.service.js';
import { LoopProgress } from './loops/loop-progress.service.js';
import { LoopReceipts } from './loops/loop-receipts.service.js';
import { LoopScans } from './loops/loop-scans.service.js';
import { LoopSignals } from './loops/loop-signals.service.js';
import { LoopWorker } from './loops/loop-worker.js';
import { LoopsController } from './loops/loops.controller.js';
import { LoopsRepository } from './loops/loops.repository.js';
import { LoopsService } from './loops/loops.service.js';
import { PurchasingRequisitions } from './loops/purchasing-requisitions.js';
import { RequisitionPort } from './loops/requisition-maker.js';
import { SignalsRepository } from './loops/signals.repository.js';
import { BoardEventPurge } from './stream/board-event-purge.js';
import { BoardEventsRepository } from './stream/board-events.repository.js';
import { BoardFeed } from './stream/board-feed.js';
import { BoardStreamController } from './stream/stream.controller.js';
import { BoardStreamService } from './stream/stream.service.js';

/** Material on request and by itself: cards of departments, their boards with limits on work in progress, and replenishment loops. */
@Module({
  imports: [WarehouseModule, PpicModule, PurchasingModule],
  controllers: [
    CardsController,
    CardActionsController,
    BoardsController,
    BoardStreamController,
    LoopsController,
    LoopActionsController,
    LoopCardsController,
    LoopCardActionsController,
  ],
  providers: [
    BoardEventPurge,
    BoardEventsRepository,
    BoardFeed,
    BoardLimits,
    BoardStreamService,
    BoardsRepository,
    BoardsService,
    CardIntegrity,
    CardSteps,
    CardTransportService,
    CardsRepository,
    CardsService,
    LoopCardSteps,
    LoopCardsRepository,
    LoopCardsService,
    LoopDocuments,
    LoopEvaluation,
    LoopIntegrity,
    LoopLifecycle,
    LoopOrders,
    LoopProgress,
    LoopReceipts,
    LoopScans,
    LoopSignals,
    LoopWorker,
    LoopsRepository,
    LoopsService,
    PurchasingRequisitions,
    RequisitionPort,
    SignalsRepository,
  ],
  exports: [CardsService, CardIntegrity, LoopIntegrity, LoopsService, RequisitionPort],
})
export class KanbanModule {}
