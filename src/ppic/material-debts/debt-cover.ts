import { Injectable } from '@nestjs/common';
import { Database } from '../../kernel/database/index.js';
import { AppError } from '../../kernel/errors/index.js';
import type { LineQuantity } from '../orders/production-plan.js';
import { splitByDebts } from './debt-split.js';
import type { DebtSplit, OpenDebt } from './debt-split.js';
import { MaterialDebtUses } from './material-debt-uses.repository.js';

/** Often enough that a piece taken by somebody else in the meantime is not the end of it. */
const ATTEMPTS = 3;

/** Lets an order work with material that is not booked yet, as far as it was approved. Without a debt it asks nothing. */
@Injectable()
export class DebtCover {
  constructor(
    private readonly db: Database,
    private readonly uses: MaterialDebtUses,
  ) {}

  /**
   * Posts what stock has of what is needed; what is missing is worked up on debts. Stock is asked before it is locked, so a posting that finds less
   * than was there a moment ago is undone alone, and stock asked again.
   * @returns what `post` answers, with what was consumed and what is owed
   * @throws INSUFFICIENT_STOCK with what exceeds stock and debts
   */
  async posted<T>(
    order: { readonly id: string },
    { consumed, debts }: { consumed: readonly LineQuantity[]; debts: readonly OpenDebt[] },
    post: (consumed: readonly LineQuantity[]) => Promise<T>,
  ): Promise<T & DebtSplit> {
    const needed = new Set(consumed.map(({ id }) => id));
    const usable = debts.filter(
      ({ state, component_id, open_quantity }) => state === 'approved' && open_quantity > 0 && needed.has(component_id),
    );
    if (usable.length === 0) return { ...(await post(consumed)), consumed, owed: [] };
    const products = [...new Set(consumed.map(({ product_id }) => product_id))];
    for (let attempt = 1; ; attempt++) {
      const split = splitByDebts(consumed, usable, await this.uses.available(order.id, products));
      try {
        return { ...(await this.db.savepoint(() => post(split.consumed))), ...split };
      } catch (error) {
        if (attempt === ATTEMPTS || !(error instanceof AppError) || error.code !== 'INSUFFICIENT_STOCK') throw error;
      }
    }
  }
}
