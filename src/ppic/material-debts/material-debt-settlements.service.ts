import { Injectable } from '@nestjs/common';
import type { OnModuleInit } from '@nestjs/common';
import { Database } from '../../kernel/database/index.js';
import { GoodsArrivals } from '../../warehouse/index.js';
import type { GoodsArrived } from '../../warehouse/index.js';
import { OrderReports } from '../orders/order-reports.js';
import { OrderStock } from '../orders/order-stock.js';
import type { OwedBy } from '../orders/order-stock.js';
import { PPIC_ERRORS } from '../ppic.errors.js';
import { settleFrom } from './debt-split.js';
import { MATERIAL_DEBT } from './material-debt.machine.js';
import { MaterialDebtUses } from './material-debt-uses.repository.js';
import type { SettleableDebt } from './material-debt-uses.repository.js';
import type { MaterialDebtDto, MaterialDebtSettlementInput } from './material-debts.dto.js';
import { MaterialDebtsService } from './material-debts.service.js';

/** Owed pieces taken out of stock for their order, at today's value: when somebody says so, and when they arrive. */
@Injectable()
export class MaterialDebtSettlements implements OnModuleInit {
  constructor(
    private readonly db: Database,
    private readonly debts: MaterialDebtsService,
    private readonly uses: MaterialDebtUses,
    private readonly stock: OrderStock,
    private readonly reports: OrderReports,
    private readonly arrivals: GoodsArrivals,
  ) {}

  onModuleInit(): void {
    this.arrivals.listen((arrived) => this.arrived(arrived));
  }

  /**
   * Takes owed pieces out of stock, all of them or as many as there are.
   * @throws NOTHING_OWED, INVALID_STATE, INSUFFICIENT_STOCK when there is none, or less than was asked for; PERIOD_CLOSED
   */
  settle(id: string, { quantity, reason }: MaterialDebtSettlementInput): Promise<MaterialDebtDto> {
    return this.db.transaction(async () => {
      const { order, debt } = await this.debts.hold(id);
      MATERIAL_DEBT.next(debt.state, 'settle');
      const owed = debt.used_quantity - debt.settled_quantity;
      if (owed === 0 || (quantity ?? 0) > owed)
        throw PPIC_ERRORS.NOTHING_OWED(`${owed} pieces are owed`, { owed_quantity: owed, asked: quantity ?? null });
      const settled = await this.uses.settleable(id);
      const available = (await this.uses.available(order.id, [debt.product_id])).get(debt.product_id) ?? 0;
      const pieces = quantity ?? (available > 0 ? Math.min(owed, available) : owed);
      const notes = reason ?? debt.number;
      const lines = [{ location_id: null, lot_id: null, quantity: pieces }];
      const [movement_id] = await this.stock.settleDebts([owedBy(settled, lines, notes)], [debt.warehouse_id]);
      await this.uses.recordSettlements([{ debt_id: id, quantity: pieces, movement_id: movement_id! }], notes);
      return this.debts.get(id);
    });
  }

  /** Opens a settled debt again: its last settlement is taken back. @throws INVALID_STATE */
  reopen(id: string, reason: string): Promise<MaterialDebtDto> {
    return this.db.transaction(async () => {
      const { order, debt } = await this.debts.hold(id);
      MATERIAL_DEBT.next(debt.state, 'reopen');
      this.debts.assertNotClosed(order);
      const { posting_id, movement_id } = await this.uses.lastSettlement(id);
      await this.reports.reverse(order, { id: posting_id, reversed_at: null, movement_ids: [movement_id] }, reason);
      return this.debts.get(id);
    });
  }

  /**
   * Settles what is owed of goods that have arrived, from where they lie, in the transaction of the receipt. Where nothing is owed it is not asked.
   * What cannot be settled now (the order is held by somebody, the place is none to take from) stays owed.
   */
  private async arrived({ lines }: GoodsArrived): Promise<void> {
    const products = [...new Set(lines.map(({ product_id }) => product_id))];
    const locations = [...new Set(lines.map(({ location_id }) => location_id))];
    const owed = await this.uses.owedAt(products, locations);
    if (owed.length === 0) return;
    const came = new Set(lines.map(({ product_id, location_id }) => `${product_id} ${location_id}`));
    const free = await this.uses.freeAt(products, locations);
    const settled = settleFrom(
      owed,
      free.filter(({ product_id, location_id }) => came.has(`${product_id} ${location_id}`)),
    );
    if (settled.length === 0) return;
    const byId = new Map(owed.map((debt) => [debt.id, debt]));
    const notes = 'Settled by a receipt';
    const movements = await this.stock.settleDebts(
      settled.map(({ debt_id, lines: taken }) => owedBy(byId.get(debt_id)!, taken, notes)),
    );
    const settlements = settled.map(({ debt_id, lines: taken }, n) => ({
      debt_id,
      quantity: taken.reduce((sum, { quantity }) => sum + quantity, 0),
      movement_id: movements[n]!,
    }));
    await this.uses.recordSettlements(settlements, notes);
  }
}

function owedBy(debt: SettleableDebt, lines: OwedBy['lines'], reason: string): OwedBy {
  const { order_id, company_id, warehouse_id, production_location_id, product_id } = debt;
  return { place: { id: order_id, company_id, warehouse_id, production_location_id }, product_id, lines, reason };
}
