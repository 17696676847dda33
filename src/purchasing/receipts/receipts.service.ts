import { Injectable } from '@nestjs/common';
import type { ListParameters, Page } from '../../kernel/database/index.js';
import { refuse } from '../../kernel/errors/index.js';
import { PurchaseOrdersRepository } from '../orders/orders.repository.js';
import { RECEIPT_ERRORS } from './receipt.errors.js';
import type {
  GoodsReceiptDto,
  GoodsReceiptHeadDto,
  GoodsReceiptInput,
  NotInvoicedDto,
  OrderReceiptInput,
  WaitingReceiptLineDto,
  WholeReceiptInput,
} from './receipts.dto.js';
import { GoodsReceiptsRepository } from './receipts.repository.js';
import { Receiving } from './receiving.service.js';
import { Database } from '../../kernel/database/index.js';

/** Receipts of goods: of an order, or of lines of several. */
@Injectable()
export class GoodsReceiptsService {
  constructor(
    private readonly db: Database,
    private readonly receipts: GoodsReceiptsRepository,
    private readonly receiving: Receiving,
    private readonly orders: PurchaseOrdersRepository,
  ) {}

  page(query: ListParameters): Promise<Page<GoodsReceiptHeadDto>> {
    return this.receipts.page(query);
  }

  waiting(query: ListParameters): Promise<Page<WaitingReceiptLineDto>> {
    return this.receipts.waiting(query);
  }

  notInvoiced(query: ListParameters): Promise<Page<NotInvoicedDto>> {
    return this.receipts.notInvoiced(query);
  }

  /** @throws NOT_FOUND also outside the caller's companies and warehouses */
  get(id: string): Promise<GoodsReceiptDto> {
    return this.receipts.get(id);
  }

  /** @throws as Receiving.receive */
  receive(input: GoodsReceiptInput): Promise<GoodsReceiptDto> {
    return this.db.transaction(async () => this.receipts.get(await this.receiving.receive(input)));
  }

  /** The same for lines of one order by their numbers. @throws NOT_FOUND and as Receiving.receive */
  ofOrder(orderId: string, { lines, ...words }: OrderReceiptInput): Promise<GoodsReceiptDto> {
    return this.db.transaction(async () => {
      await this.orders.head(orderId);
      const known = new Map((await this.orders.lines(orderId)).map(({ line_no, id }) => [line_no, id]));
      refuse(
        lines.flatMap(({ line_no }, n) =>
          known.has(line_no)
            ? []
            : [{ pointer: `/lines/${n}/line_no`, code: 'REFERENCE_NOT_FOUND', message: 'There is no such line' }],
        ),
      );
      return this.receive({
        ...words,
        lines: lines.map(({ line_no, ...line }) => ({ ...line, order_line_id: known.get(line_no)! })),
      });
    });
  }

  /** All of an order that is open. @throws NOTHING_TO_RECEIVE and as Receiving.receive */
  allOfOrder(orderId: string, words: WholeReceiptInput): Promise<GoodsReceiptDto> {
    return this.db.transaction(async () => {
      await this.orders.head(orderId);
      const open = (await this.orders.lines(orderId)).filter(({ open_quantity }) => open_quantity > 0);
      if (open.length === 0) throw RECEIPT_ERRORS.NOTHING_TO_RECEIVE();
      const lines = open.map(({ id, open_quantity }) => ({ order_line_id: id, quantity: open_quantity }));
      return this.receive({ ...words, lines });
    });
  }
}
