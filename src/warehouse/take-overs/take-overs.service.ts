import { Injectable } from '@nestjs/common';
import { Database } from '../../kernel/database/index.js';
import type { ListParameters, Page } from '../../kernel/database/index.js';
import { notFound, refuse } from '../../kernel/errors/index.js';
import { sumAmounts } from '../../kernel/numbers/index.js';
import { assertInScope, defaultCompanyId } from '../../kernel/security/index.js';
import { DocumentHistory, listTransitions } from '../../kernel/state-machine/index.js';
import type { HistoryEntry, Transition } from '../../kernel/state-machine/index.js';
import { warehouseLimit } from '../enquiry/warehouse-scope.js';
import { LineUnits } from '../line-units/index.js';
import { StockPosting } from '../stock/stock-posting.js';
import { VirtualSides } from '../stock/virtual-sides.js';
import { takeOverFaults, takeOverMovements } from './take-over-movements.js';
import { TakeOver } from './take-over.entity.js';
import { TAKE_OVER_MACHINE } from './take-over.machine.js';
import type { TakeOverState } from './take-over.machine.js';
import type { TakeOverDto, TakeOverHeadDto, TakeOverInput } from './take-overs.dto.js';
import { TakeOversRepository } from './take-overs.repository.js';

/** Consignment: stock of a supplier becomes our own, at its price, when it is taken for use. */
@Injectable()
export class TakeOversService {
  constructor(
    private readonly db: Database,
    private readonly takeOvers: TakeOversRepository,
    private readonly posting: StockPosting,
    private readonly sides: VirtualSides,
    private readonly units: LineUnits,
    private readonly history: DocumentHistory,
  ) {}

  page(query: ListParameters): Promise<Page<TakeOverHeadDto>> {
    return this.takeOvers.page(query);
  }

  /** @throws NOT_FOUND also outside the caller's companies and warehouses */
  async get(id: string): Promise<TakeOverDto> {
    const document = await this.takeOvers.find(id);
    if (!document) throw notFound('Take-over', id);
    return document;
  }

  /** Takes over and posts. @throws VALIDATION_FAILED with all faults, INSUFFICIENT_STOCK, PERIOD_CLOSED */
  take({ company_id, ...document }: TakeOverInput): Promise<TakeOverDto> {
    const company = company_id ?? defaultCompanyId();
    assertInScope({ company_id: company }, 'Company');
    return this.db.transaction(async () => {
      const places = await this.takeOvers.places(document.lines.map(({ from_location_id }) => from_location_id));
      const { lines, said, faults } = await this.units.count(document.lines, 'purchase');
      refuse([...faults, ...takeOverFaults(document.lines, places, company)]);
      const id = await this.db.newId();
      const drafts = takeOverMovements(id, company, document, lines, await this.sides.of(company, 'supplier'));
      const [issue, receipt] = await this.posting.post(drafts, [], warehouseLimit());
      await this.units.keep(receipt!, drafts[1].lines, said);
      await this.db.insert(TakeOver, {
        id,
        company_id: company,
        supplier_id: places.get(document.lines[0]!.from_location_id)!.owner_supplier_id!,
        value: sumAmounts(receipt!.lines.map(({ value }) => value)),
        issue_movement_id: issue!.id,
        receipt_movement_id: receipt!.id,
        reference: document.reference ?? null,
        reason: document.reason ?? null,
      });
      const { reason } = document;
      await this.history.record({ machine: TAKE_OVER_MACHINE, id, event: 'take', from: null, to: 'posted', reason });
      return this.get(id);
    });
  }

  /** Gives all of it back, to where it lay. @throws INVALID_STATE, INSUFFICIENT_STOCK when it has been used, PERIOD_CLOSED */
  reverse(id: string, reason: string): Promise<TakeOverDto> {
    return this.db.transaction(async () => {
      const { issue_movement_id, receipt_movement_id } = await this.get(id);
      await this.history.step(
        { entity: TakeOver, machine: TAKE_OVER_MACHINE, id, event: 'reverse', reason },
        async () => {
          await this.posting.reverse([issue_movement_id, receipt_movement_id], { reason, ...warehouseLimit() });
        },
      );
      return this.get(id);
    });
  }

  async transitions(id: string): Promise<Transition[]> {
    const { state } = await this.get(id);
    return listTransitions(TAKE_OVER_MACHINE, state as TakeOverState);
  }

  async historyOf(id: string): Promise<HistoryEntry[]> {
    await this.get(id);
    return this.history.of(TAKE_OVER_MACHINE, id);
  }
}
