import { Injectable } from '@nestjs/common';
import { Database } from '../../kernel/database/index.js';
import type { ListParameters, Page } from '../../kernel/database/index.js';
import { KERNEL_ERRORS, refuse } from '../../kernel/errors/index.js';
import type { FieldError } from '../../kernel/errors/index.js';
import { assertInScope, currentActor, defaultCompanyId } from '../../kernel/security/index.js';
import { DocumentHistory, assertStates, listTransitions } from '../../kernel/state-machine/index.js';
import type { HistoryEntry, Transition } from '../../kernel/state-machine/index.js';
import { PurchaseOrdersService } from '../orders/orders.service.js';
import { BlanketOrder, CallOff } from './blanket-order.entity.js';
import { BLANKET_ERRORS } from './blanket-order.errors.js';
import { BLANKET_ORDER } from './blanket-order.machine.js';
import type { BlanketOrderEvent, BlanketOrderState } from './blanket-order.machine.js';
import type {
  BlanketLineInput,
  BlanketOrderDto,
  BlanketOrderHeadDto,
  BlanketOrderInput,
  BlanketOrderPatch,
  CallOffInput,
} from './blankets.dto.js';
import { BlanketsRepository } from './blankets.repository.js';
import type { BlanketFacts } from './blankets.repository.js';

/** Blanket orders: agreed, activated, called off by purchase orders, closed. */
@Injectable()
export class BlanketOrders {
  constructor(
    private readonly db: Database,
    private readonly rows: BlanketsRepository,
    private readonly orders: PurchaseOrdersService,
    private readonly history: DocumentHistory,
  ) {}

  page(query: ListParameters & { state?: string[] }): Promise<Page<BlanketOrderHeadDto>> {
    assertStates(BLANKET_ORDER, 'a blanket order', query.state);
    return this.rows.page(query);
  }

  /** @throws NOT_FOUND also outside the caller's companies */
  get(id: string): Promise<BlanketOrderDto> {
    return this.rows.get(id);
  }

  /** @throws VALIDATION_FAILED with every fault */
  create({
    company_id = defaultCompanyId(),
    supplier_id,
    lines,
    ...words
  }: BlanketOrderInput): Promise<BlanketOrderDto> {
    assertInScope({ company_id }, 'Company');
    return this.db.transaction(async () => {
      const facts = await this.rows.facts(
        supplier_id,
        lines.map(({ product_id }) => product_id),
      );
      const { valid_from = facts.today, valid_until } = words;
      refuse([...supplierFaults(facts), ...faultsOf({ valid_from, valid_until, lines }, facts)]);
      const currency_code = (
        words.currency_code ?? (await this.orders.currencyOf({ company_id, supplier_id }))
      ).toUpperCase();
      const columns = { company_id, supplier_id, currency_code, valid_from, valid_until };
      const { reference = null, notes = null } = words;
      const { id } = await this.db.insert(BlanketOrder, { ...columns, reference, notes });
      await this.rows.replaceLines(id, lines);
      await this.history.record({ machine: BLANKET_ORDER, id, event: 'create', from: null, to: BLANKET_ORDER.initial });
      return this.rows.get(id);
    });
  }

  /** What is not named stays. @throws INVALID_STATE past draft, VALIDATION_FAILED with every fault */
  change(id: string, { lines, ...words }: BlanketOrderPatch): Promise<BlanketOrderDto> {
    return this.db.transaction(async () => {
      const before = await this.rows.get(id);
      const { state } = await this.db.lock(BlanketOrder, id);
      if (state !== BLANKET_ORDER.initial)
        throw KERNEL_ERRORS.INVALID_STATE('Only a draft is changed', { state, event: 'change' });
      const facts = await this.rows.facts(
        before.supplier_id,
        (lines ?? []).map(({ product_id }) => product_id),
      );
      const { valid_from = before.valid_from, valid_until = before.valid_until } = words;
      refuse(faultsOf({ valid_from, valid_until, lines: lines ?? [] }, facts));
      if (lines) await this.rows.replaceLines(id, lines);
      const columns = words as Partial<BlanketOrder>;
      if (lines) await this.db.update<BlanketOrder>(BlanketOrder, id, columns);
      else await this.db.change<BlanketOrder>(BlanketOrder, id, columns);
      return this.rows.get(id);
    });
  }

  /** Activates, closes or cancels. @throws INVALID_STATE, OWN_BLANKET */
  step(id: string, event: BlanketOrderEvent, reason: string | null = null): Promise<BlanketOrderDto> {
    return this.db.transaction(async () => {
      const { created_by } = await this.rows.get(id);
      const actor = currentActor().user_id;
      if (event === 'activate' && created_by === actor) throw BLANKET_ERRORS.OWN_BLANKET();
      await this.history.step({ entity: BlanketOrder, machine: BLANKET_ORDER, id, event, reason }, async () =>
        Promise.resolve(
          event === 'activate' ? { columns: { activated_by: actor, activated_at: new Date().toISOString() } } : {},
        ),
      );
      return this.rows.get(id);
    });
  }

  /**
   * Drafts a purchase order at the prices that are agreed; it is approved as every other.
   * @returns its id
   * @throws INVALID_STATE, BLANKET_NOT_VALID, VALIDATION_FAILED with every fault, CALL_OFF_EXCEEDS_BLANKET
   */
  callOff(id: string, { lines, warehouse_id, notes }: CallOffInput): Promise<BlanketOrderDto> {
    return this.db.transaction(async () => {
      const blanket = await this.rows.get(id);
      const { state, company_id, supplier_id, currency_code, valid_from, valid_until } = await this.db.lock(
        BlanketOrder,
        id,
      );
      if (state !== 'active')
        throw KERNEL_ERRORS.INVALID_STATE(`Nothing is called off of one that is ${state}`, {
          state,
          event: 'call_off',
        });
      const { today } = await this.rows.facts(supplier_id, []);
      if (today < valid_from || today > valid_until)
        throw BLANKET_ERRORS.BLANKET_NOT_VALID(undefined, { valid_from, valid_until, today });
      const known = new Map(blanket.lines.map((line) => [line.line_no, line]));
      refuse(
        lines.flatMap(({ line_no }, n): FieldError[] => {
          const pointer = `/lines/${n}/line_no`;
          if (!known.has(line_no)) return [{ pointer, code: 'REFERENCE_NOT_FOUND', message: 'There is no such line' }];
          return lines.findIndex((each) => each.line_no === line_no) < n
            ? [{ pointer, code: 'DUPLICATE', message: 'Is called off twice here' }]
            : [];
        }),
      );
      const { line_ids } = await this.orders.draft({
        ...{ company_id, supplier_id, currency_code, notes: notes ?? null, supplier_reference: blanket.reference },
        ...(warehouse_id !== undefined && { warehouse_id }),
        lines: lines.map(({ line_no, quantity, needed_on }) => {
          const { product_id, unit_price } = known.get(line_no)!;
          return { product_id, quantity, unit_price, needed_on: needed_on ?? null };
        }),
      });
      await this.db.insertMany(
        CallOff,
        lines.map(({ line_no }, n) => ({ order_line_id: line_ids[n]!, blanket_line_id: known.get(line_no)!.id })),
      );
      return this.rows.get(id);
    });
  }

  async transitions(id: string): Promise<Transition[]> {
    const { state, created_by } = await this.rows.get(id);
    return listTransitions(BLANKET_ORDER, state as BlanketOrderState, {
      activate: () =>
        created_by === currentActor().user_id ? [{ code: 'OWN_BLANKET', message: 'Another person activates it' }] : [],
    });
  }

  async historyOf(id: string): Promise<HistoryEntry[]> {
    await this.rows.get(id);
    return this.history.of(BLANKET_ORDER, id);
  }
}

function supplierFaults({ has_supplier }: BlanketFacts): FieldError[] {
  const message = 'There is no such supplier in use';
  return has_supplier ? [] : [{ pointer: '/supplier_id', code: 'REFERENCE_NOT_FOUND', message }];
}

function faultsOf(
  { valid_from, valid_until, lines }: { valid_from: string; valid_until: string; lines: readonly BlanketLineInput[] },
  { products }: BlanketFacts,
): FieldError[] {
  return [
    ...(valid_until < valid_from
      ? [{ pointer: '/valid_until', code: 'TOO_SMALL', message: `Is before ${valid_from}, the first day` }]
      : []),
    ...lines.flatMap(({ product_id }, n): FieldError[] => {
      const pointer = `/lines/${n}/product_id`;
      if (!products.includes(product_id))
        return [{ pointer, code: 'REFERENCE_NOT_FOUND', message: 'There is no such product that is bought' }];
      return lines.findIndex((line) => line.product_id === product_id) < n
        ? [{ pointer, code: 'DUPLICATE', message: 'Is on another line' }]
        : [];
    }),
  ];
}
