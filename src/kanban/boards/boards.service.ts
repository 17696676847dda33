import { Injectable } from '@nestjs/common';
import { Database } from '../../kernel/database/index.js';
import { notFound, refuse } from '../../kernel/errors/index.js';
import type { FieldError } from '../../kernel/errors/index.js';
import type { BoardColumn } from './board-columns.js';
import type { DashboardDto, KanbanBoardDto, KanbanBoardInput } from './boards.dto.js';
import { BoardsRepository } from './boards.repository.js';
import { KanbanBoard } from './kanban-board.entity.js';

/** Boards of departments: their limits, their places and what is on them. */
@Injectable()
export class BoardsService {
  constructor(
    private readonly db: Database,
    private readonly boards: BoardsRepository,
  ) {}

  async all(): Promise<{ data: KanbanBoardDto[] }> {
    return { data: await this.boards.all() };
  }

  /** @param department its id or its code @throws NOT_FOUND also outside the caller's departments */
  async get(department: string): Promise<KanbanBoardDto> {
    const board = await this.boards.find(department);
    if (!board) throw notFound('Department', department);
    return board;
  }

  async dashboard(department: string): Promise<DashboardDto> {
    const board = await this.get(department);
    return { board, ...(await this.boards.figures(board.department_id)) };
  }

  /** Sets a board up anew. Cards that are over a new limit stay; no further one enters. @throws VALIDATION_FAILED */
  set(department: string, { columns, from_location_id = null, to_location_id = null }: KanbanBoardInput) {
    return this.db.transaction(async () => {
      const { id, department_id, company_id } = await this.get(department);
      const places = await this.boards.places(
        company_id,
        [from_location_id, to_location_id].filter((place) => place !== null),
      );
      const unknown = (field: string, place: string | null): FieldError[] =>
        place === null || places.has(place)
          ? []
          : [{ pointer: `/${field}`, code: 'REFERENCE_NOT_FOUND', message: 'There is no such place in a warehouse' }];
      refuse([
        ...unknown('from_location_id', from_location_id),
        ...unknown('to_location_id', to_location_id),
        ...columns.flatMap(({ state }, n) =>
          columns.findIndex((other) => other.state === state) < n
            ? [{ pointer: `/columns/${n}/state`, code: 'DUPLICATE', message: 'is named twice' }]
            : [],
        ),
      ]);
      const limit = (column: BoardColumn): number | null =>
        columns.find(({ state }) => state === column)?.wip_limit ?? null;
      const values = {
        from_location_id,
        to_location_id,
        pending_limit: limit('pending'),
        approved_limit: limit('approved'),
        in_progress_limit: limit('in_progress'),
      };
      if (id === null) await this.db.insert(KanbanBoard, { department_id, ...values });
      else {
        await this.db.lock(KanbanBoard, id);
        await this.db.update<KanbanBoard>(KanbanBoard, id, values);
      }
      return this.get(department_id);
    });
  }
}
