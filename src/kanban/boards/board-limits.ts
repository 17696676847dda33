import { Injectable } from '@nestjs/common';
import type { BlockingReason } from '../../kernel/state-machine/index.js';
import { KANBAN_ERRORS } from '../kanban.errors.js';
import type { BoardColumn } from './board-columns.js';
import { BoardsRepository } from './boards.repository.js';

/** Limits on work in progress. They hold however many people move cards at once: a column is counted while the board's row is locked. */
@Injectable()
export class BoardLimits {
  constructor(private readonly boards: BoardsRepository) {}

  /**
   * Lets one more card into a column of a department's board; to be called in the transaction that puts it there.
   * @throws WIP_LIMIT_REACHED with the limit and the count
   */
  async enter(departmentId: string | null, column: BoardColumn): Promise<void> {
    const found = departmentId === null ? null : await this.boards.lockColumn(departmentId, column);
    if (found && found.count >= found.limit)
      throw KANBAN_ERRORS.WIP_LIMIT_REACHED(`${found.count} cards are ${column}, and the limit is ${found.limit}`, {
        column,
        ...found,
      });
  }

  /** Why a card cannot enter a column now; nothing when it can. */
  async reasons(departmentId: string | null, column: BoardColumn): Promise<BlockingReason[]> {
    const board = departmentId === null ? null : await this.boards.find(departmentId);
    const full = board?.columns.find(
      ({ state, wip_limit, cards }) => state === column && wip_limit !== null && cards >= wip_limit,
    );
    return full
      ? [
          {
            code: 'WIP_LIMIT_REACHED',
            message: `${full.cards} cards are ${column}, and the limit is ${full.wip_limit}`,
          },
        ]
      : [];
  }
}
