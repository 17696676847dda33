import { Injectable } from '@nestjs/common';
import { Database } from '../../kernel/database/index.js';
import type { ListParameters, Page } from '../../kernel/database/index.js';
import { KERNEL_ERRORS, refuse } from '../../kernel/errors/index.js';
import type { FieldError } from '../../kernel/errors/index.js';
import { currentActor } from '../../kernel/security/index.js';
import { DocumentHistory, assertStates, listTransitions } from '../../kernel/state-machine/index.js';
import type { BlockingReason, HistoryEntry, Transition } from '../../kernel/state-machine/index.js';
import type { ManufacturingOrder } from '../orders/manufacturing-order.entity.js';
import type { OrderState } from '../orders/manufacturing-order.machine.js';
import { OrdersRepository } from '../orders/orders.repository.js';
import { PPIC_ERRORS } from '../ppic.errors.js';
import { FloorRepository } from '../work-orders/floor.repository.js';
import type { MaterialDebt } from './material-debt.entity.js';
import { MATERIAL_DEBT } from './material-debt.machine.js';
import type {
  MaterialDebtDto,
  MaterialDebtEntryDto,
  MaterialDebtInput,
  MaterialDebtListQuery,
} from './material-debts.dto.js';
import { MaterialDebtsRepository } from './material-debts.repository.js';
import type { MaterialDebtRow } from './material-debts.repository.js';

/** States in which an order may still work something up. */
const WORKING: readonly OrderState[] = ['approved', 'released', 'in_progress', 'paused'];

/** A debt and its order, both locked until the transaction ends. */
export interface HeldDebt {
  readonly order: ManufacturingOrder;
  readonly debt: MaterialDebt;
}

/** Leave to work with material that is not booked yet: asked for, decided, given up. Settling is MaterialDebtSettlements. */
@Injectable()
export class MaterialDebtsService {
  constructor(
    private readonly db: Database,
    private readonly debts: MaterialDebtsRepository,
    private readonly orders: OrdersRepository,
    private readonly floor: FloorRepository,
    private readonly history: DocumentHistory,
  ) {}

  async page({ state, ...query }: MaterialDebtListQuery): Promise<Page<MaterialDebtDto>> {
    assertStates(MATERIAL_DEBT, 'a material debt', state);
    return (await this.debts.page({ ...query, ...(state && { state }) })) as unknown as Page<MaterialDebtDto>;
  }

  async get(id: string): Promise<MaterialDebtDto> {
    return (await this.debts.get(id)) as unknown as MaterialDebtDto;
  }

  async entries(id: string, query: ListParameters): Promise<Page<MaterialDebtEntryDto>> {
    await this.debts.get(id);
    return (await this.debts.entries(id, query)) as Page<MaterialDebtEntryDto>;
  }

  async historyOf(id: string): Promise<HistoryEntry[]> {
    await this.debts.get(id);
    return this.history.of(MATERIAL_DEBT, id);
  }

  /** Asks for leave. @throws VALIDATION_FAILED with all faults; INVALID_STATE for an order that works nothing up (any more) */
  request(input: MaterialDebtInput): Promise<MaterialDebtDto> {
    return this.db.transaction(async () => {
      const known = await this.debts.component(input.order_id, input.component_id);
      const faults: FieldError[] = known
        ? []
        : [{ pointer: '/order_id', code: 'REFERENCE_NOT_FOUND', message: 'There is no such manufacturing order' }];
      if (known && known.component_id === null)
        faults.push({
          pointer: '/component_id',
          code: 'REFERENCE_NOT_FOUND',
          message: 'The order has no such component',
        });
      if (known?.issue_method === 'manual') {
        const message = 'What is issued by hand is booked when it is issued: only what reports consume can be owed';
        faults.push({ pointer: '/component_id', code: 'NOT_ALLOWED', message });
      }
      refuse(faults);
      assertWorking(known!.order_number, known!.order_state, 'request a material debt');
      return this.get(await this.debts.request(input));
    });
  }

  /** From now on reports may work it up. @throws MATERIAL_DEBT_APPROVER_IS_REQUESTER, INVALID_STATE */
  approve(id: string, reason?: string | null): Promise<MaterialDebtDto> {
    return this.db.transaction(async () => {
      const { order, debt } = await this.hold(id);
      const to = MATERIAL_DEBT.next(debt.state, 'approve');
      assertWorking(order.number, order.state, 'approve a material debt');
      if (await this.isOwn(debt)) throw PPIC_ERRORS.MATERIAL_DEBT_APPROVER_IS_REQUESTER();
      await this.debts.advance(id, { from: debt.state, to, decided: true });
      await this.history.record({ machine: MATERIAL_DEBT, id, event: 'approve', from: debt.state, to, reason });
      if (order.routing_id !== null) await this.floor.makeReady(order.id);
      return this.get(id);
    });
  }

  /** @throws INVALID_STATE */
  reject(id: string, reason: string): Promise<MaterialDebtDto> {
    return this.db.transaction(async () => {
      const { debt } = await this.hold(id);
      const to = MATERIAL_DEBT.next(debt.state, 'reject');
      await this.debts.advance(id, { from: debt.state, to, decided: true });
      await this.history.record({ machine: MATERIAL_DEBT, id, event: 'reject', from: debt.state, to, reason });
      return this.get(id);
    });
  }

  /** Gives up what was not used. Of a debt that was used the rest stays until it is settled. @throws MATERIAL_DEBT_USED when nothing is left to give up */
  cancel(id: string, reason: string): Promise<MaterialDebtDto> {
    return this.db.transaction(async () => {
      const { debt } = await this.hold(id);
      const end = MATERIAL_DEBT.next(debt.state, 'cancel');
      const unused = debt.quantity - debt.cancelled_quantity - debt.used_quantity;
      if (unused === 0) throw PPIC_ERRORS.MATERIAL_DEBT_USED();
      const to = debt.used_quantity === 0 ? end : debt.state;
      await this.debts.advance(id, { from: debt.state, to, cancelled: unused });
      await this.history.record({ machine: MATERIAL_DEBT, id, event: 'cancel', from: debt.state, to, reason });
      if (debt.used_quantity > 0 && debt.used_quantity === debt.settled_quantity) await this.finish(id);
      return this.get(id);
    });
  }

  /** Every action with whether the caller may do it now and what stands in its way. */
  async transitions(id: string): Promise<Transition[]> {
    const row = await this.debts.get(id);
    return listTransitions(MATERIAL_DEBT, row.state, {
      approve: async () =>
        (await this.isOwn(row)) ? [reasonOf(PPIC_ERRORS.MATERIAL_DEBT_APPROVER_IS_REQUESTER())] : [],
      cancel: () =>
        row.state === 'approved' && row.open_quantity === 0 ? [reasonOf(PPIC_ERRORS.MATERIAL_DEBT_USED())] : [],
      settle: () => (row.owed_quantity === 0 ? [reasonOf(PPIC_ERRORS.NOTHING_OWED())] : []),
    });
  }

  /** Order first, then debt: the same order for everybody. @throws NOT_FOUND, STALE_VERSION */
  async hold(id: string): Promise<HeldDebt> {
    const { order_id } = await this.debts.get(id);
    const order = await this.orders.hold(order_id);
    return { order, debt: await this.debts.lock(id) };
  }

  /** @throws INVALID_STATE once nothing can be taken back any more */
  assertNotClosed({ number, state }: ManufacturingOrder): void {
    if (state !== 'closed' && state !== 'cancelled') return;
    throw KERNEL_ERRORS.INVALID_STATE(`Cannot reopen: ${number} is ${state}`, { state, event: 'reopen' });
  }

  /** Nothing of it is left to use or to settle. */
  private async finish(id: string): Promise<void> {
    await this.debts.advance(id, { from: 'approved', to: 'settled' });
    await this.history.record({ machine: MATERIAL_DEBT, id, event: 'settle', from: 'approved', to: 'settled' });
  }

  private async isOwn({
    created_by,
    company_id,
  }: Pick<MaterialDebtRow, 'created_by' | 'company_id'>): Promise<boolean> {
    return created_by === currentActor().user_id && this.debts.approverMustDiffer(company_id);
  }
}

/** @throws INVALID_STATE */
function assertWorking(number: string, state: OrderState, event: string): void {
  if (WORKING.includes(state)) return;
  const detail = `Cannot ${event}: ${number} is ${state}, and has to be ${WORKING.join(' or ')}`;
  throw KERNEL_ERRORS.INVALID_STATE(detail, { state, event, allowed_from: WORKING });
}

function reasonOf({ code, detail }: { code: string; detail: string }): BlockingReason {
  return { code, message: detail };
}
