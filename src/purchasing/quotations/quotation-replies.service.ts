import { Injectable } from '@nestjs/common';
import { Database } from '../../kernel/database/index.js';
import { KERNEL_ERRORS, refuse } from '../../kernel/errors/index.js';
import type { FieldError } from '../../kernel/errors/index.js';
import { requirePermission } from '../../kernel/security/index.js';
import { DocumentHistory } from '../../kernel/state-machine/index.js';
import { MASTER_DATA, SupplierPricesService } from '../../master-data/index.js';
import { QuotationRequest } from './quotation-request.entity.js';
import { QUOTATION_REQUEST } from './quotation-request.machine.js';
import { QUOTATION_ERRORS } from './quotation.errors.js';
import type { QuotationAwardInput, QuotationReplyInput, QuotationRequestDto } from './quotations.dto.js';
import { QuotationsRepository } from './quotations.repository.js';
import type { QuotationLine, ReplyOffer } from './quotations.repository.js';

type ReplyTerms = Awaited<ReturnType<QuotationsRepository['terms']>>;

/** What suppliers reply to requests for quotation, and what becomes of the replies that are chosen. */
@Injectable()
export class QuotationReplies {
  constructor(
    private readonly db: Database,
    private readonly requests: QuotationsRepository,
    private readonly history: DocumentHistory,
    private readonly prices: SupplierPricesService,
  ) {}

  /**
   * Enters what a supplier replies to lines; what he said of them before is gone.
   * @throws VALIDATION_FAILED with every fault; INVALID_STATE unless the request was sent; QUOTATION_CHOSEN
   */
  reply(id: string, { supplier_id, lines }: QuotationReplyInput): Promise<QuotationRequestDto> {
    return this.db.transaction(async () => {
      const { suppliers, company_id } = await this.requests.get(id);
      const { state } = await this.db.lock(QuotationRequest, id);
      if (state !== 'sent')
        throw KERNEL_ERRORS.INVALID_STATE('Suppliers reply to what was sent', { state, allowed_from: ['sent'] });
      const known = await this.requests.lines(id);
      const facts = await this.requests.facts(company_id, [], []);
      const terms = await this.requests.terms(
        supplier_id,
        lines.flatMap(({ unit_id }) => unit_id ?? []),
        lines.flatMap(({ currency_code }) => currency_code?.toUpperCase() ?? []),
      );
      const asked = suppliers.some((supplier) => supplier.supplier_id === supplier_id);
      refuse([
        ...(asked ? [] : [fault('/supplier_id', 'REFERENCE_NOT_FOUND', 'This supplier was not asked')]),
        ...replyFaults(lines, known, terms, facts.today),
      ]);
      const lineOf = (line_no: number): QuotationLine => known.find((line) => line.line_no === line_no)!;
      refuseChosen(lines.map(({ line_no }) => lineOf(line_no)));
      await this.requests.reply(
        lines.map((line) => ({
          line_id: lineOf(line.line_no).id,
          supplier_id,
          unit_id: line.unit_id ?? lineOf(line.line_no).usual_unit_id,
          currency_code: line.currency_code?.toUpperCase() ?? terms.supplier_currency ?? facts.currency_code,
          price: line.price,
          min_quantity: line.min_quantity ?? 1,
          order_multiple: line.order_multiple ?? 1,
          lead_time_days: line.lead_time_days ?? null,
          valid_until: line.valid_until ?? null,
          notes: line.notes ?? null,
        })),
      );
      await this.db.update<QuotationRequest>(QuotationRequest, id, {});
      return this.requests.get(id);
    });
  }

  /**
   * Chooses replies: each becomes a price of its supplier, from today until the day that he has named. The last line makes the request closed.
   * @throws VALIDATION_FAILED with every fault; QUOTATION_CHOSEN, QUOTATION_EXPIRED; DUPLICATE where he has such a price from today on
   */
  award(id: string, { lines }: QuotationAwardInput): Promise<QuotationRequestDto> {
    requirePermission(MASTER_DATA.supplier_prices.create);
    return this.db.transaction(async () => {
      await this.requests.get(id);
      const step = { entity: QuotationRequest, machine: QUOTATION_REQUEST, id, event: 'award' } as const;
      await this.history.step(step, async () => {
        const [known, offers] = [await this.requests.lines(id), await this.requests.offers(id)];
        const chosen = lines.map(({ line_no, supplier_id }) => {
          const line = known.find((each) => each.line_no === line_no);
          const offer = offers.find((each) => each.line_id === line?.id && each.supplier_id === supplier_id);
          return { line_no, line, offer };
        });
        refuse(awardFaults(chosen));
        refuseChosen(chosen.map(({ line }) => line!));
        const expired = chosen.filter(({ offer }) => offer!.is_expired);
        if (expired.length > 0)
          throw QUOTATION_ERRORS.QUOTATION_EXPIRED(undefined, {
            lines: expired.map(({ line_no, offer }) => ({ line_no, valid_until: offer!.valid_until })),
          });
        const made = await this.prices.createMany(
          chosen.map(({ line, offer }) => ({
            supplier_id: offer!.supplier_id,
            product_id: line!.product_id,
            unit_id: offer!.unit_id,
            currency_code: offer!.currency_code,
            min_quantity: offer!.min_quantity,
            order_multiple: offer!.order_multiple,
            price: offer!.price,
            lead_time_days: offer!.lead_time_days,
            valid_to: offer!.valid_until,
          })),
        );
        await this.requests.choose(chosen.map(({ offer }, n) => ({ id: offer!.id, supplier_price_id: made[n]!.id })));
        const open = known.filter(({ is_chosen }) => !is_chosen).length;
        return { in_part: open > chosen.length };
      });
      return this.requests.get(id);
    });
  }
}

function fault(pointer: string, code: string, message: string): FieldError {
  return { pointer, code, message };
}

function replyFaults(
  lines: QuotationReplyInput['lines'],
  known: readonly QuotationLine[],
  terms: ReplyTerms,
  today: string,
): FieldError[] {
  return lines.flatMap(({ line_no, unit_id, currency_code, valid_until }, n) => {
    const faults: FieldError[] = [];
    if (!known.some((line) => line.line_no === line_no))
      faults.push(fault(`/lines/${n}/line_no`, 'REFERENCE_NOT_FOUND', 'There is no such line'));
    else if (lines.findIndex((other) => other.line_no === line_no) < n)
      faults.push(fault(`/lines/${n}/line_no`, 'DUPLICATE', 'is named twice'));
    if (unit_id && !terms.units.includes(unit_id))
      faults.push(fault(`/lines/${n}/unit_id`, 'REFERENCE_NOT_FOUND', 'There is no such unit in use'));
    if (currency_code && !terms.currencies.includes(currency_code.toUpperCase()))
      faults.push(fault(`/lines/${n}/currency_code`, 'REFERENCE_NOT_FOUND', 'There is no such currency in use'));
    if (valid_until && valid_until < today)
      faults.push(fault(`/lines/${n}/valid_until`, 'TOO_SMALL', `${valid_until} is past`));
    return faults;
  });
}

function awardFaults(
  chosen: readonly { line_no: number; line: QuotationLine | undefined; offer: ReplyOffer | undefined }[],
): FieldError[] {
  return chosen.flatMap(({ line_no, line, offer }, n) => {
    if (!line) return [fault(`/lines/${n}/line_no`, 'REFERENCE_NOT_FOUND', 'There is no such line')];
    if (chosen.findIndex((other) => other.line_no === line_no) < n)
      return [fault(`/lines/${n}/line_no`, 'DUPLICATE', 'is named twice')];
    return offer
      ? []
      : [fault(`/lines/${n}/supplier_id`, 'REFERENCE_NOT_FOUND', 'This supplier has not replied to the line')];
  });
}

/** @throws QUOTATION_CHOSEN with every line of which a reply was chosen before */
function refuseChosen(lines: readonly QuotationLine[]): void {
  const chosen = lines.filter(({ is_chosen }) => is_chosen);
  if (chosen.length > 0)
    throw QUOTATION_ERRORS.QUOTATION_CHOSEN(undefined, { lines: chosen.map(({ line_no }) => ({ line_no })) });
}
