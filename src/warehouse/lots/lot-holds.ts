import { Injectable } from '@nestjs/common';
import { DocumentHistory } from '../../kernel/state-machine/index.js';
import { LOT_MACHINE } from './lot.machine.js';
import type { LotEvent } from './lot.machine.js';
import { LotsRepository } from './lots.repository.js';

/**
 * Holds and releases that another document decides on, such as an inspection: who may do it is asked there. Many lots at once, in two
 * statements however many they are; those that are there already stay as they are.
 */
@Injectable()
export class LotHolds {
  constructor(
    private readonly lots: LotsRepository,
    private readonly history: DocumentHistory,
  ) {}

  /** @returns the lots that were not on hold before */
  hold(lotIds: readonly string[], reason: string): Promise<string[]> {
    return this.move(lotIds, 'hold', reason);
  }

  /** @returns the lots that were on hold before */
  release(lotIds: readonly string[], reason: string): Promise<string[]> {
    return this.move(lotIds, 'release', reason);
  }

  private async move(lotIds: readonly string[], event: LotEvent, reason: string): Promise<string[]> {
    const {
      from: [from],
      to,
    } = LOT_MACHINE.events[event];
    const moved = lotIds.length === 0 ? [] : await this.lots.setState(lotIds, from!, to);
    if (moved.length > 0)
      await this.history.record(...moved.map((id) => ({ machine: LOT_MACHINE, id, event, from: from!, to, reason })));
    return moved;
  }
}
