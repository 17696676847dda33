import { Injectable } from '@nestjs/common';
import { Database } from '../../kernel/database/index.js';
import type { ListParameters, Page } from '../../kernel/database/index.js';
import { notFound, refuse } from '../../kernel/errors/index.js';
import type { FieldError } from '../../kernel/errors/index.js';
import { negated, sumAmounts } from '../../kernel/numbers/index.js';
import { assertInScope, defaultCompanyId } from '../../kernel/security/index.js';
import { DocumentHistory, listTransitions } from '../../kernel/state-machine/index.js';
import type { HistoryEntry, Transition } from '../../kernel/state-machine/index.js';
import type { ValueAdjustmentDraft } from '../stock/movement-draft.js';
import { StockPosting } from '../stock/stock-posting.js';
import type { LandedCostDto, LandedCostHeadDto, LandedCostInput } from './costing.dto.js';
import { CostingRepository } from './costing.repository.js';
import type { ReceiptLine } from './costing.repository.js';
import { landedCostShares, weightOf } from './landed-cost-shares.js';
import { LandedCost, LandedCostLine } from './landed-cost.entity.js';
import { LANDED_COST_MACHINE } from './landed-cost.machine.js';
import type { LandedCostState } from './landed-cost.machine.js';

/** Costs that come after the goods: what is on hand takes its share, what has left is a variance. */
@Injectable()
export class LandedCostsService {
  constructor(
    private readonly db: Database,
    private readonly costing: CostingRepository,
    private readonly posting: StockPosting,
    private readonly history: DocumentHistory,
  ) {}

  page(query: ListParameters): Promise<Page<LandedCostHeadDto>> {
    return this.costing.page(query);
  }

  /** @throws NOT_FOUND also outside the caller's companies */
  async get(id: string): Promise<LandedCostDto> {
    const document = await this.costing.find(id);
    if (!document) throw notFound('Landed cost', id);
    return document;
  }

  /** Spreads an amount over receipt lines and posts it. @throws VALIDATION_FAILED with all faults, PERIOD_CLOSED */
  post({
    lines,
    company_id,
    kind = 'landed_cost',
    basis = 'value',
    ...input
  }: LandedCostInput): Promise<LandedCostDto> {
    const company = company_id ?? defaultCompanyId();
    assertInScope({ company_id: company }, 'Company');
    return this.db.transaction(async () => {
      const receipts = await this.receipts(lines, company, basis, kind, input.amount);
      const weights = receipts.map((receipt, n) => weightOf(basis, { ...receipt, weight: lines[n]!.weight }));
      const shares = landedCostShares(input.amount, weights);
      const document = await this.db.insert(LandedCost, { ...input, company_id: company, kind, basis });
      const given = await this.give(
        document,
        receipts.map((receipt, n) => ({ receipt, amount: shares[n]! })),
      );
      await this.db.insertMany(
        LandedCostLine,
        receipts.map((receipt, n) => ({
          landed_cost_id: document.id,
          line_no: n + 1,
          ledger_line_id: receipt.id,
          movement_id: receipt.movement_id,
          product_id: receipt.product_id,
          area_id: receipt.area_id,
          weight: weights[n]!.toFixed(6),
          amount: shares[n]!,
          stock_value: given[n]!,
        })),
      );
      const stock_value = sumAmounts(given);
      await this.db.update(LandedCost, document.id, {
        stock_value,
        variance_value: sumAmounts([input.amount, negated(stock_value)]),
      });
      await this.history.record({
        machine: LANDED_COST_MACHINE,
        id: document.id,
        event: 'post',
        from: null,
        to: 'posted',
        reason: input.reason,
      });
      return this.get(document.id);
    });
  }

  /** Takes the same amounts back, from what of them is still on hand; the rest is a variance again. @throws INVALID_STATE */
  cancel(id: string, reason: string): Promise<LandedCostDto> {
    return this.db.transaction(async () => {
      const { lines } = await this.get(id);
      const step = { entity: LandedCost, machine: LANDED_COST_MACHINE, id, event: 'cancel', reason } as const;
      await this.history.step(step, async (document) => {
        const receipts = await this.costing.receipts(
          lines.map(({ line_id }) => line_id),
          document.company_id,
        );
        // A receipt that was reversed meanwhile has taken its pieces, and with them this value, out of stock already.
        const left = lines.flatMap(({ line_id, amount }) =>
          receipts.has(line_id) ? [{ receipt: receipts.get(line_id)!, amount: negated(amount) }] : [],
        );
        await this.give(document, left, reason);
      });
      return this.get(id);
    });
  }

  async transitions(id: string): Promise<Transition[]> {
    const { state } = await this.get(id);
    return listTransitions(LANDED_COST_MACHINE, state as LandedCostState);
  }

  async historyOf(id: string): Promise<HistoryEntry[]> {
    await this.get(id);
    return this.history.of(LANDED_COST_MACHINE, id);
  }

  /** Posts shares, each for the pieces of its receipt. @returns what stock gained of each */
  private async give(
    { id, company_id, kind, reason }: LandedCost,
    shares: readonly { receipt: ReceiptLine; amount: string }[],
    why: string | null = reason,
  ): Promise<string[]> {
    const adjustments = shares.map(({ receipt, amount }): ValueAdjustmentDraft => ({
      company_id,
      type: kind,
      movement_id: receipt.movement_id,
      product_id: receipt.product_id,
      area_id: receipt.area_id,
      line_id: receipt.id,
      value: amount,
      counter_value: negated(amount),
      source_type: 'landed_cost',
      source_id: id,
      reason: why,
    }));
    const posted = await this.posting.postValue(adjustments);
    return shares.map((_, n) => sumAmounts(posted.filter(({ place }) => place === n).map(({ value }) => value)));
  }

  private async receipts(
    lines: LandedCostInput['lines'],
    company: string,
    basis: string,
    kind: string,
    amount: string,
  ): Promise<ReceiptLine[]> {
    const found = await this.costing.receipts(
      lines.map(({ line_id }) => line_id),
      company,
    );
    const fault = (field: string, code: string, message: string): FieldError => ({ pointer: field, code, message });
    const faults = lines.flatMap(({ line_id, weight }, n) => [
      ...(found.has(line_id)
        ? []
        : [fault(`/lines/${n}/line_id`, 'REFERENCE_NOT_FOUND', 'No line of this company that brought stock in')]),
      ...(lines.findIndex((other) => other.line_id === line_id) < n
        ? [fault(`/lines/${n}/line_id`, 'DUPLICATE', 'is named twice')]
        : []),
      ...(basis === 'weight' && weight == null
        ? [fault(`/lines/${n}/weight`, 'REQUIRED', 'is needed for shares by weight')]
        : []),
    ]);
    if (/^-?0*(\.0*)?$/.test(amount) || (amount.startsWith('-') && kind === 'landed_cost'))
      faults.push(
        fault('/amount', 'INVALID_AMOUNT', 'A landed cost is above zero, a difference of an invoice is not zero'),
      );
    refuse(faults);
    return lines.map(({ line_id }) => found.get(line_id)!);
  }
}
