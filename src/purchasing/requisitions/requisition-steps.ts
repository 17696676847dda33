import { Injectable } from '@nestjs/common';
import { Database } from '../../kernel/database/index.js';
import { requirePermission } from '../../kernel/security/index.js';
import { DocumentHistory } from '../../kernel/state-machine/index.js';
import { FollowingRepository } from './following.repository.js';
import type { LineFigures } from './line-quantities.js';
import { RequisitionLine } from './requisition-line.entity.js';
import { REQUISITION_LINE } from './requisition-line.machine.js';
import type { RequisitionLineEvent } from './requisition-line.machine.js';
import type { RequisitionLineDetailDto, RequisitionLineDto } from './requisition-lines.dto.js';
import { RequisitionLinesRepository } from './requisition-lines.repository.js';
import { Requisition } from './requisition.entity.js';
import { REQUISITION } from './requisition.machine.js';
import type { RequisitionEvent } from './requisition.machine.js';
import type { RequisitionDto } from './requisitions.dto.js';
import { RequisitionsRepository } from './requisitions.repository.js';

/**
 * Steps of requisitions and of their lines, each in one transaction: the requisition is locked first, its lines after it. Effects move lines; what
 * that makes of the requisition the database says, and the history is written from that.
 */
@Injectable()
export class RequisitionSteps {
  constructor(
    private readonly db: Database,
    private readonly requisitions: RequisitionsRepository,
    private readonly lines: RequisitionLinesRepository,
    private readonly rows: FollowingRepository,
    private readonly history: DocumentHistory,
  ) {}

  /** One event of a requisition. @throws NOT_FOUND, STALE_VERSION, INVALID_STATE, FORBIDDEN and what the effect throws */
  step(
    id: string,
    event: RequisitionEvent,
    reason: string | null,
    effect: (requisition: Requisition, lines: LineFigures[]) => Promise<void>,
  ): Promise<RequisitionDto> {
    return this.db.transaction(async () => {
      await this.requisitions.head(id);
      const requisition = await this.db.lock(Requisition, id);
      REQUISITION.next(requisition.state, event);
      requirePermission(REQUISITION.events[event].permission);
      await effect(requisition, await this.rows.lockOf(id));
      const after = await this.requisitions.get(id);
      const to = after.state;
      await this.history.record({ machine: REQUISITION, id, event, from: requisition.state, to, reason });
      return after;
    });
  }

  /** Changes lines of a requisition without an event of its own. @throws NOT_FOUND, STALE_VERSION and what the effect throws */
  change(
    id: string,
    effect: (requisition: Requisition, lines: LineFigures[]) => Promise<void>,
  ): Promise<RequisitionDto> {
    return this.db.transaction(async () => {
      await this.requisitions.head(id);
      const requisition = await this.db.lock(Requisition, id);
      await effect(requisition, await this.rows.lockOf(id));
      return this.requisitions.get(id);
    });
  }

  /** One event of a line. @throws NOT_FOUND, STALE_VERSION, INVALID_STATE, FORBIDDEN and what the effect throws */
  lineStep(
    id: string,
    event: RequisitionLineEvent,
    effect: (figures: LineFigures, line: RequisitionLineDto) => Promise<void>,
  ): Promise<RequisitionLineDetailDto> {
    return this.db.transaction(async () => {
      const line = await this.lines.get(id);
      const [figures] = await this.rows.lock([id]);
      await this.db.lock(RequisitionLine, id);
      REQUISITION_LINE.next(figures!.state, event);
      requirePermission(REQUISITION_LINE.events[event].permission);
      await this.settled(line.requisition_id, () => effect(figures!, line));
      return this.lines.detail(id);
    });
  }

  /** The lines of a locked or new requisition, locked. */
  linesOf(id: string): Promise<LineFigures[]> {
    return this.rows.lockOf(id);
  }

  /** Writes what a step does to locked lines in their history. */
  async record(
    event: string,
    lines: readonly LineFigures[],
    to: (line: LineFigures) => string,
    reason: (line: LineFigures) => string | null,
  ): Promise<void> {
    await this.history.record(
      ...lines.map((line) => ({
        machine: REQUISITION_LINE,
        id: line.id,
        event,
        from: line.state,
        to: to(line),
        reason: reason(line),
      })),
    );
  }

  /** Does something to lines of a locked requisition, and writes down what that made of it. */
  private async settled(id: string, work: () => Promise<void>): Promise<void> {
    const from = (await this.requisitions.states([id])).get(id)!;
    await work();
    const to = (await this.requisitions.states([id])).get(id)!;
    if (to !== from) await this.history.record({ machine: REQUISITION, id, event: 'settle', from, to });
  }
}
