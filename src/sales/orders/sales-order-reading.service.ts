import { Readable } from 'node:stream';
import { Injectable } from '@nestjs/common';
import type { ListParameters, Page } from '../../kernel/database/index.js';
import { csvLine } from '../../kernel/http/index.js';
import { RequestContext } from '../../kernel/security/index.js';
import { DocumentHistory, assertStates, listTransitions } from '../../kernel/state-machine/index.js';
import type { HistoryEntry, Transition } from '../../kernel/state-machine/index.js';
import { SALES_ORDER } from './sales-order.machine.js';
import type { SalesOrderState } from './sales-order.machine.js';
import type { SalesOrderDto, SalesOrderHeadDto } from './sales-orders.dto.js';
import { SalesOrdersRepository } from './sales-orders.repository.js';

/** Rows that an export reads at once. */
const CHUNK = 500;
const EXPORTED = (
  'number state customer_code customer_name customer_reference ordered_on due_on warehouse_code currency_code rate ' +
  'net_amount tax_amount freight_amount total_amount line_count open_lines id'
).split(' ') as (keyof SalesOrderHeadDto)[];

type Query = ListParameters & { state?: string[] };

/** Sales orders as people look at them. */
@Injectable()
export class SalesOrderReading {
  constructor(
    private readonly orders: SalesOrdersRepository,
    private readonly history: DocumentHistory,
  ) {}

  page(query: Query): Promise<Page<SalesOrderHeadDto>> {
    assertStates(SALES_ORDER, 'a sales order', query.state);
    return this.orders.page(query);
  }

  /** @throws NOT_FOUND also outside the caller's companies and warehouses */
  get(id: string): Promise<SalesOrderDto> {
    return this.orders.get(id);
  }

  /** Every step with whether the caller may take it now and what stands in its way. */
  async transitions(id: string): Promise<Transition[]> {
    const { state } = await this.orders.head(id);
    return listTransitions(SALES_ORDER, state as SalesOrderState);
  }

  async historyOf(id: string): Promise<HistoryEntry[]> {
    await this.orders.head(id);
    return this.history.of(SALES_ORDER, id);
  }

  /** All rows of a list as CSV; the first are read before the stream is handed out, so that a refusal is still a problem. */
  async csv(query: Query): Promise<Readable> {
    const context = RequestContext.current();
    const first = await this.page({ ...query, limit: CHUNK });
    const next = (cursor: string) =>
      // The stream is read by the socket, outside the request's context.
      RequestContext.run(context, () => this.page({ ...query, limit: CHUNK, cursor }));
    async function* lines(): AsyncGenerator<string> {
      yield csvLine(EXPORTED);
      for (let page = first; ;) {
        yield page.data.map((row) => csvLine(EXPORTED.map((name) => row[name]))).join('');
        if (page.next_cursor === null) return;
        page = await next(page.next_cursor);
      }
    }
    return Readable.from(lines());
  }
}
