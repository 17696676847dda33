import { Injectable } from '@nestjs/common';
import { DEFAULT_DEPTH, MAX_DEPTH } from './genealogy-limits.js';
import type { GenealogyDto, GenealogyQuery, RecallDto, SupplierLotQuery } from './genealogy.dto.js';
import { GenealogyRepository } from './genealogy.repository.js';
import { LotsService } from './lots.service.js';

/** Where lots came from and went, and where their pieces are to be looked for. */
@Injectable()
export class GenealogyService {
  constructor(
    private readonly lots: LotsService,
    private readonly genealogy: GenealogyRepository,
  ) {}

  /** @throws NOT_FOUND */
  async family(id: string, { direction = 'forward', depth = DEFAULT_DEPTH }: GenealogyQuery): Promise<GenealogyDto> {
    await this.lots.get(id);
    return { lot_id: id, direction, ...(await this.genealogy.family(id, direction === 'forward', depth)) };
  }

  /** @throws NOT_FOUND */
  async recall(id: string): Promise<RecallDto> {
    await this.lots.get(id);
    return this.recallOf([id]);
  }

  /** The recall of every lot that a supplier delivered under one number of its own; nothing when there is none. */
  async recallOfSupplierLot({ supplier_lot, supplier_id }: SupplierLotQuery): Promise<RecallDto> {
    return this.recallOf(await this.genealogy.ofSupplierLot(supplier_lot, supplier_id ?? null));
  }

  private async recallOf(lotIds: string[]): Promise<RecallDto> {
    return { lot_ids: lotIds, ...(await this.genealogy.recall(lotIds, MAX_DEPTH)) };
  }
}
