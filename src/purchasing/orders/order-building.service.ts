import { Injectable } from '@nestjs/common';
import { Database } from '../../kernel/database/index.js';
import { refuse } from '../../kernel/errors/index.js';
import type { FieldError } from '../../kernel/errors/index.js';
import { SupplierPricesService } from '../../master-data/index.js';
import { leftToOrder } from '../requisitions/line-quantities.js';
import type { LineFigures } from '../requisitions/line-quantities.js';
import { RequisitionLines } from '../requisitions/requisition-lines.js';
import { OrderBuildingRepository } from './order-building.repository.js';
import type { RequestedLine } from './order-building.repository.js';
import { groupedOrders, orderedAs } from './order-grouping.js';
import type { OrderGroup, WantedLine } from './order-grouping.js';
import { OrderSteps } from './order-steps.js';
import type { FromRequisitionsDto, FromRequisitionsInput, RequestedLineInput } from './orders.dto.js';
import { PurchaseOrdersService } from './orders.service.js';
import { PURCHASE_ORDER_ERRORS } from './purchase-order.errors.js';

/** What is said of all orders that are built at once. */
interface OrderedWords extends Omit<FromRequisitionsInput, 'lines'> {
  readonly ordered_on: string;
}

/** Orders out of approved lines of requisitions. */
@Injectable()
export class OrderBuilding {
  constructor(
    private readonly db: Database,
    private readonly rows: OrderBuildingRepository,
    private readonly requisitions: RequisitionLines,
    private readonly prices: SupplierPricesService,
    private readonly orders: PurchaseOrdersService,
    private readonly steps: OrderSteps,
  ) {}

  /**
   * A draft for each supplier. The lines are locked first, so that of two buyers the second finds what the first has left.
   * @throws VALIDATION_FAILED with every fault, REQUISITION_LINE_NOT_OPEN with every such line, SUPPLIER_INACTIVE
   */
  build({ lines, ...words }: FromRequisitionsInput): Promise<FromRequisitionsDto> {
    return this.db.transaction(async () => {
      const ids = lines.map(({ requisition_line_id }) => requisition_line_id);
      const figures = await this.requisitions.lock(ids);
      const known = await this.rows.requested(ids);
      refuse(referenceFaults(lines, known));
      refuseWhatIsNotOpen(lines, figures);
      const ordered_on = words.ordered_on ?? (await this.rows.today());
      const left = new Map(figures.map((line) => [line.id, leftToOrder(line)]));
      const wanted = await this.inCurrencies(await this.sourced(lines, known, left, ordered_on));
      const built: string[] = [];
      for (const group of groupedOrders(wanted)) built.push(await this.draft(group, { ...words, ordered_on }));
      await this.steps.tell(built);
      const orders = [];
      for (const id of built) orders.push(await this.orders.get(id));
      return { orders };
    });
  }

  /** From whom: who is named, else who was suggested, else the cheapest offer of the day. */
  private async sourced(
    lines: readonly RequestedLineInput[],
    known: ReadonlyMap<string, RequestedLine>,
    left: ReadonlyMap<string, number>,
    day: string,
  ): Promise<WantedLine[]> {
    const quantityOf = (line: RequestedLineInput): number => line.quantity ?? left.get(line.requisition_line_id)!;
    const supplierOf = (line: RequestedLineInput): string | null =>
      line.supplier_id ?? known.get(line.requisition_line_id)!.suggested_supplier_id;
    const needs = new Map<string, number>();
    for (const line of lines) {
      const { product_id } = known.get(line.requisition_line_id)!;
      if (supplierOf(line) === null) needs.set(product_id, (needs.get(product_id) ?? 0) + quantityOf(line));
    }
    const currency = known.get(lines[0]!.requisition_line_id)!.company_currency;
    const wanted = [...needs].map(([product_id, quantity]) => ({ product_id, quantity }));
    const best = wanted.length > 0 ? await this.prices.bestOffers(wanted, day, currency) : new Map<string, never>();
    const faults: FieldError[] = [];
    const sourced = lines.flatMap((line, n): WantedLine[] => {
      const { company_id, warehouse_id, product_id, description, needed_by } = known.get(line.requisition_line_id)!;
      const offer = best.get(product_id)?.offer;
      const supplier_id = supplierOf(line) ?? offer?.supplier_id;
      if (supplier_id === undefined) {
        const message = 'Nobody was suggested and nobody offers it: name a supplier';
        faults.push({ pointer: `/lines/${n}/supplier_id`, code: 'REQUIRED', message });
        return [];
      }
      const currency_code = supplierOf(line) === null ? offer!.currency_code : '';
      const request = { requisition_line_id: line.requisition_line_id, quantity: quantityOf(line) };
      const terms = { company_id, warehouse_id, supplier_id, currency_code, product_id, description, needed_by };
      return [{ ...request, ...terms, unit_price: line.unit_price ?? null }];
    });
    refuse(faults);
    return sourced;
  }

  /** Who was named, or suggested, is paid as usual. */
  private async inCurrencies(wanted: readonly WantedLine[]): Promise<WantedLine[]> {
    const usual = new Map<string, string>();
    for (const { company_id, supplier_id, currency_code } of wanted) {
      const key = `${company_id} ${supplier_id}`;
      if (currency_code === '' && !usual.has(key))
        usual.set(key, await this.orders.currencyOf({ company_id, supplier_id }));
    }
    return wanted.map((line) => ({
      ...line,
      currency_code: line.currency_code || usual.get(`${line.company_id} ${line.supplier_id}`)!,
    }));
  }

  /** @returns the id of the draft */
  private async draft(group: OrderGroup, { ordered_on, notes = null, ...taxes }: OrderedWords): Promise<string> {
    const { company_id, warehouse_id, supplier_id, currency_code } = group;
    const offers = await this.prices.bestOffers(
      group.lines.map(({ product_id, quantity }) => ({ product_id, quantity })),
      ordered_on,
      currency_code,
      { supplier_id, only_currency: true },
    );
    const lines = group.lines.map((line) => {
      const { offer, order_quantity, stock_quantity } = offers.get(line.product_id) ?? {};
      const sold = offer && order_quantity && stock_quantity ? { unit_id: offer.unit_id, order_quantity } : null;
      return { ...orderedAs(line, sold), ...taxes };
    });
    const head = { company_id, warehouse_id, supplier_id, currency_code, ordered_on };
    const { id, line_ids } = await this.orders.draft({ ...head, notes, lines });
    await this.rows.link(
      group.lines.flatMap(({ parts }, n) => parts.map((part) => ({ order_line_id: line_ids[n]!, ...part }))),
    );
    return id;
  }
}

function referenceFaults(
  lines: readonly RequestedLineInput[],
  known: ReadonlyMap<string, RequestedLine>,
): FieldError[] {
  return lines.flatMap(({ requisition_line_id }, n): FieldError[] => {
    const pointer = `/lines/${n}/requisition_line_id`;
    if (!known.has(requisition_line_id))
      return [{ pointer, code: 'REFERENCE_NOT_FOUND', message: 'There is no such line of a requisition' }];
    return lines.findIndex((line) => line.requisition_line_id === requisition_line_id) < n
      ? [{ pointer, code: 'DUPLICATE', message: 'is named twice' }]
      : [];
  });
}

/** In which states something of a line may still be ordered. */
const ORDERABLE: ReadonlySet<string> = new Set(['approved', 'ordered', 'confirmed', 'shipped', 'received', 'put_away']);

/** @throws REQUISITION_LINE_NOT_OPEN */
function refuseWhatIsNotOpen(lines: readonly RequestedLineInput[], figures: readonly LineFigures[]): void {
  const refused = lines.flatMap(({ requisition_line_id, quantity }) => {
    const found = figures.find(({ id }) => id === requisition_line_id)!;
    const left = ORDERABLE.has(found.state) ? leftToOrder(found) : 0;
    if (left > 0 && (quantity ?? 1) <= left) return [];
    const { requisition_number, line_no, state } = found;
    return [{ requisition_line_id, requisition_number, line_no, state, quantity: quantity ?? null, left }];
  });
  if (refused.length > 0) throw PURCHASE_ORDER_ERRORS.REQUISITION_LINE_NOT_OPEN(undefined, { lines: refused });
}
