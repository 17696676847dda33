import { Injectable } from '@nestjs/common';
import { Database } from '../../kernel/database/index.js';
import type { ListParameters, Page } from '../../kernel/database/index.js';
import { refuse } from '../../kernel/errors/index.js';
import { DocumentHistory, assertStates, listTransitions } from '../../kernel/state-machine/index.js';
import type { HistoryEntry, Transition } from '../../kernel/state-machine/index.js';
import { SalesOrderSteps } from '../orders/sales-order-steps.js';
import { ReturnReceiving } from './return-receiving.service.js';
import { goodsOf, returnExcess, returnFaults } from './returned-lines.js';
import { SalesReturn, SalesReturnLine } from './sales-return.entity.js';
import { SALES_RETURN_ERRORS } from './sales-return.errors.js';
import { SALES_RETURN } from './sales-return.machine.js';
import type { SalesReturnState } from './sales-return.machine.js';
import type {
  CancelReturnInput,
  ReceiveReturnInput,
  SalesReturnDto,
  SalesReturnHeadDto,
  SalesReturnInput,
} from './sales-returns.dto.js';
import { SalesReturnsRepository } from './sales-returns.repository.js';

/** Returns of customers: authorised, received, cancelled. */
@Injectable()
export class SalesReturns {
  constructor(
    private readonly db: Database,
    private readonly rows: SalesReturnsRepository,
    private readonly receiving: ReturnReceiving,
    private readonly steps: SalesOrderSteps,
    private readonly history: DocumentHistory,
  ) {}

  page(query: ListParameters & { state?: string[] }): Promise<Page<SalesReturnHeadDto>> {
    assertStates(SALES_RETURN, 'a return', query.state);
    return this.rows.page(query);
  }

  /** @throws NOT_FOUND also outside the caller's companies and warehouses */
  get(id: string): Promise<SalesReturnDto> {
    return this.rows.get(id);
  }

  /** @throws VALIDATION_FAILED with every fault, RETURN_EXCEEDS_SHIPMENT with every such line */
  authorise({ lines, ...words }: SalesReturnInput): Promise<SalesReturnDto> {
    return this.db.transaction(async () => {
      const ids = lines.map(({ delivery_line_id }) => delivery_line_id);
      await this.steps.takeTurns(await this.rows.orderIdsOfDeliveryLines(ids));
      const known = await this.rows.returnable(ids);
      refuse(returnFaults(lines, known));
      const wanted = lines.map(({ delivery_line_id, quantity }) => ({ line: known.get(delivery_line_id)!, quantity }));
      const excess = returnExcess(wanted);
      if (excess.length > 0) throw SALES_RETURN_ERRORS.RETURN_EXCEEDS_SHIPMENT(undefined, { lines: excess });
      const { company_id, customer_id, warehouse_id } = wanted[0]!.line;
      const { id } = await this.db.insert(SalesReturn, { ...words, company_id, customer_id, warehouse_id });
      await this.db.insertMany(
        SalesReturnLine,
        lines.map((line, n) => ({ ...line, goods: goodsOf(line), return_id: id, line_no: n + 1 })),
      );
      await this.history.record({ machine: SALES_RETURN, id, event: 'create', from: null, to: 'authorised' });
      return this.rows.get(id);
    });
  }

  /** The goods are back, and what is to come of them comes of them. @throws as ReturnReceiving.receive */
  receive(id: string, input: ReceiveReturnInput): Promise<SalesReturnDto> {
    return this.db.transaction(async () => {
      const { number } = await this.rows.head(id);
      const lines = await this.rows.linesOf(id);
      const orderIds = [...new Set(lines.map(({ order_id }) => order_id))];
      await this.steps.takeTurns(orderIds);
      await this.receiving.receive(id, input);
      await this.steps.settle(orderIds, 'take_back', number);
      await this.receiving.credit(id);
      return this.rows.get(id);
    });
  }

  /** @throws INVALID_STATE once it has come */
  cancel(id: string, { reason }: CancelReturnInput): Promise<SalesReturnDto> {
    return this.db.transaction(async () => {
      await this.rows.head(id);
      await this.history.step({ entity: SalesReturn, machine: SALES_RETURN, id, event: 'cancel', reason });
      return this.rows.get(id);
    });
  }

  async transitions(id: string): Promise<Transition[]> {
    const { state } = await this.rows.head(id);
    return listTransitions(SALES_RETURN, state as SalesReturnState);
  }

  async historyOf(id: string): Promise<HistoryEntry[]> {
    await this.rows.head(id);
    return this.history.of(SALES_RETURN, id);
  }
}
