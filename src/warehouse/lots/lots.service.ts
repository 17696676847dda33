import { Injectable } from '@nestjs/common';
import { Database } from '../../kernel/database/index.js';
import type { ListParameters, Page } from '../../kernel/database/index.js';
import { invalid } from '../../kernel/errors/index.js';
import { DocumentHistory, listTransitions } from '../../kernel/state-machine/index.js';
import type { HistoryEntry, Transition } from '../../kernel/state-machine/index.js';
import { MasterRecords } from '../../master-data/index.js';
import { Lot } from './lot.entity.js';
import { LOT_MACHINE } from './lot.machine.js';
import type { LotEvent, LotState } from './lot.machine.js';
import type { LotDto, LotInput, LotPatch, LotStockDto } from './lots.dto.js';
import { LOT } from './lots.kind.js';
import { LotsRepository } from './lots.repository.js';

/** What is known of lots and serial numbers, and whether they may leave. */
@Injectable()
export class LotsService {
  constructor(
    private readonly db: Database,
    private readonly records: MasterRecords,
    private readonly lots: LotsRepository,
    private readonly history: DocumentHistory,
  ) {}

  page(query: ListParameters): Promise<Page<LotDto>> {
    return this.records.page(LOT, query);
  }

  get(id: string): Promise<LotDto> {
    return this.records.get(LOT, id);
  }

  /**
   * Adds a lot ahead of its stock.
   * @throws VALIDATION_FAILED for a product that is not tracked; DUPLICATE for a code that the product has already
   */
  async create(input: LotInput): Promise<LotDto> {
    const [known] = await this.lots.find([input]);
    if (known!.tracking === 'none')
      throw invalid([
        { pointer: '/product_id', code: 'LOT_NOT_TRACKED', message: 'The product is not tracked by lot' },
      ]);
    if (known!.tracking === null || known!.lot_id !== null) return this.records.create(LOT, input);
    await this.lots.make([input]);
    const [made] = await this.lots.find([input]);
    if (input.external_id != null) await this.db.change(Lot, made!.lot_id!, { external_id: input.external_id });
    return this.get(made!.lot_id!);
  }

  change(id: string, patch: LotPatch): Promise<LotDto> {
    return this.records.change(LOT, id, patch);
  }

  async stock(id: string): Promise<LotStockDto[]> {
    await this.get(id);
    return (await this.lots.places(id)).map(
      ({ lot_id: _l, is_available: _a, in_quarantine: _i, quarantine_id: _q, ...shown }) => shown,
    );
  }

  /** Holds a lot or releases it. @throws INVALID_STATE, FORBIDDEN */
  move(id: string, event: LotEvent, reason: string): Promise<LotDto> {
    return this.db.transaction(async () => {
      await this.history.step({ entity: Lot, machine: LOT_MACHINE, id, event, reason });
      return this.get(id);
    });
  }

  async transitions(id: string): Promise<Transition[]> {
    const { state } = await this.get(id);
    return listTransitions(LOT_MACHINE, state as LotState);
  }

  async historyOf(id: string): Promise<HistoryEntry[]> {
    await this.get(id);
    return this.history.of(LOT_MACHINE, id);
  }
}
