import { Injectable } from '@nestjs/common';
import type { ListParameters, Page } from '../../kernel/database/index.js';
import { notFound, refuse } from '../../kernel/errors/index.js';
import type { FieldError } from '../../kernel/errors/index.js';
import { assertInScope, defaultCompanyId } from '../../kernel/security/index.js';
import { LineUnits } from '../line-units/index.js';
import type { CountedLine, SaidQuantity, UnitLine, UsualUnit } from '../line-units/index.js';
import { LotIntake, lotFaults } from '../lots/index.js';
import { warehouseLimit } from '../enquiry/warehouse-scope.js';
import { LateFactsService } from '../periods/index.js';
import type { MovementDraft, NamedMovement } from '../stock/movement-draft.js';
import { StockPosting } from '../stock/stock-posting.js';
import { VirtualSides } from '../stock/virtual-sides.js';
import type { VirtualSide } from '../stock/virtual-sides.js';
import { WAREHOUSE_ERRORS } from '../warehouse.errors.js';
import {
  adjustmentOf,
  issueOf,
  lineFaults,
  originFaults,
  placed,
  receiptOf,
  returnOf,
  transferOf,
} from './movement-documents.js';
import { isReversedAtDocument } from './movement-sources.js';
import type {
  AdjustmentInput,
  IssueInput,
  MovementDetailDto,
  MovementHeadDto,
  ReceiptInput,
  ReturnInput,
  ReversalInput,
  TransferInput,
} from './movements.dto.js';
import { MovementsRepository } from './movements.repository.js';

/** Movements posted by hand: each is one call of the ledger, and a source of its own. */
@Injectable()
export class MovementsService {
  constructor(
    private readonly posting: StockPosting,
    private readonly sides: VirtualSides,
    private readonly movements: MovementsRepository,
    private readonly lots: LotIntake,
    private readonly units: LineUnits,
    private readonly late: LateFactsService,
  ) {}

  /** @throws as StockPosting.post */
  async receive(document: ReceiptInput): Promise<NamedMovement> {
    const { lines, said } = await this.counted(document.lines, 'purchase', lotFaults, lineFaults);
    const { company, side } = await this.place(document, 'supplier');
    return this.post(receiptOf(company, document, await this.lots.resolve(placed(lines), document), side), said);
  }

  async issue(document: IssueInput): Promise<NamedMovement> {
    const { lines, said } = await this.counted(document.lines, 'sales', originFaults, lineFaults);
    const { company, side } = await this.place(document, 'customer');
    return this.post(issueOf(company, document, lines, side), said);
  }

  async transfer(document: TransferInput): Promise<NamedMovement> {
    const { lines, said } = await this.counted(document.lines, 'stock', originFaults, lineFaults);
    const { company } = await this.place(document, 'adjustment');
    return this.post(transferOf(company, document, lines), said);
  }

  async adjust(document: AdjustmentInput): Promise<NamedMovement> {
    const { lines, said } = await this.counted(document.lines, 'stock', lotFaults);
    const { company, side } = await this.place(document, 'adjustment');
    return this.post(adjustmentOf(company, document, await this.lots.resolve(placed(lines), document), side), said);
  }

  /** @throws VALIDATION_FAILED for lines that are not there, of another company or with less left, and for units; INSUFFICIENT_STOCK */
  async return(document: ReturnInput): Promise<NamedMovement> {
    const { company } = await this.place(document, 'adjustment');
    const ids = document.lines.map(({ returns_line_id }) => returns_line_id);
    const originals = await this.movements.linesById(ids, [company]);
    const faults = ids.flatMap((id, index) =>
      originals.has(id) ? [] : [missing(`/lines/${index}/returns_line_id`, 'There is no such ledger line')],
    );
    const known = document.lines.flatMap((line, index) => {
      const original = originals.get(line.returns_line_id);
      return original ? [{ ...line, product_id: original.product_id, original, at: `/lines/${index}` }] : [];
    });
    // What customers bring back is counted in the sales unit, what goes back to suppliers in the purchase unit.
    const usual = (line: (typeof known)[number]): UsualUnit => (line.original.left_stock ? 'sales' : 'purchase');
    const { lines, said } = await this.units.counted(known, usual, faults);
    return this.post(returnOf(company, document, lines), said);
  }

  /**
   * Takes a movement back. One that a document of another module made is taken back there, where its figures are kept.
   * @throws ARCHIVED, MOVEMENT_OF_DOCUMENT, MOVEMENT_ALREADY_REVERSED, INSUFFICIENT_STOCK
   */
  async reverse(id: string, occasion: ReversalInput): Promise<NamedMovement> {
    const { source_type, source_id } = await this.get(id);
    if (isReversedAtDocument(source_type))
      throw WAREHOUSE_ERRORS.MOVEMENT_OF_DOCUMENT(undefined, { source_type, source_id });
    const [reversal] = await this.posting.reverse([id], { ...occasion, ...warehouseLimit() });
    return this.late.beside((await this.lots.named([reversal!]))[0]!);
  }

  page(query: ListParameters): Promise<Page<MovementHeadDto>> {
    return this.movements.page(query);
  }

  /** @throws NOT_FOUND also outside the caller's scope; ARCHIVED when its lines are */
  async get(id: string): Promise<MovementDetailDto> {
    const movement = await this.movements.find(id);
    if (!movement) throw notFound('Stock movement', id);
    const { lines } = movement;
    if (lines === null) throw WAREHOUSE_ERRORS.ARCHIVED('The lines of the movement are archived', { movement_id: id });
    return this.late.beside({ ...movement, lines, units: await this.units.of(id) });
  }

  private async place(
    document: { company_id?: string },
    side: VirtualSide,
  ): Promise<{ company: string; side: string }> {
    const company = document.company_id ?? defaultCompanyId();
    assertInScope({ company_id: company }, 'Company');
    return { company, side: await this.sides.of(company, side) };
  }

  /** The lines in pieces. @throws VALIDATION_FAILED with every fault that the lines alone show */
  private async counted<Line extends UnitLine>(
    lines: readonly Line[],
    usual: UsualUnit,
    ...checks: ((lines: readonly CountedLine<Line>[]) => FieldError[])[]
  ): Promise<{ lines: CountedLine<Line>[]; said: SaidQuantity[] }> {
    const { lines: counted, said, faults } = await this.units.count(lines, usual);
    const unknown = new Set(faults.map(({ pointer }) => pointer.split('/')[2]));
    const others = checks
      .flatMap((check) => check(counted))
      .filter(({ pointer, code }) => code !== 'SERIAL_QUANTITY' || !unknown.has(pointer.split('/')[2]));
    refuse([...faults, ...others]);
    return { lines: counted, said };
  }

  private async post(draft: MovementDraft, said: readonly SaidQuantity[] = []): Promise<NamedMovement> {
    const [posted] = await this.posting.post([draft], [], warehouseLimit());
    const [named] = await this.lots.named([await this.units.keep(posted!, draft.lines, said)]);
    return this.late.beside(named!);
  }
}

function missing(pointer: string, message: string): FieldError {
  return { pointer, code: 'REFERENCE_NOT_FOUND', message };
}
