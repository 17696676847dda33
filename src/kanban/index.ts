export { KanbanBoard } from './boards/kanban-board.entity.js';
export { CardIntegrity } from './cards/card-integrity.js';
export { CardsService } from './cards/cards.service.js';
export { RequestCard, RequestCardShipment } from './cards/request-card.entity.js';
export { KANBAN_ERRORS } from './kanban.errors.js';
export { KanbanModule } from './kanban.module.js';
export { KANBAN } from './kanban.permissions.js';
