import { Module } from '@nestjs/common';
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
import { BoardEventPurge } from './stream/board-event-purge.js';
import { BoardEventsRepository } from './stream/board-events.repository.js';
import { BoardFeed } from './stream/board-feed.js';
import { BoardStreamController } from './stream/stream.controller.js';
import { BoardStreamService } from './stream/stream.service.js';

/** Material on request: cards of departments, their boards and the limits on work in progress. */
@Module({
  imports: [WarehouseModule],
  controllers: [CardsController, CardActionsController, BoardsController, BoardStreamController],
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
  ],
  exports: [CardsService, CardIntegrity],
})
export class KanbanModule {}
