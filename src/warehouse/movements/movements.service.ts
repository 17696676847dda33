import { Injectable } from '@nestjs/common';
import type { ListParameters, Page } from '../../kernel/database/index.js';
import { invalid, notFound } from '../../kernel/errors/index.js';
import type { FieldError } from '../../kernel/errors/index.js';
import { assertInScope, defaultCompanyId } from '../../kernel/security/index.js';
import { warehouseLimit } from '../enquiry/warehouse-scope.js';
import type { MovementDraft, PostedMovement } from '../stock/movement-draft.js';
import { StockPosting } from '../stock/stock-posting.js';
import { VirtualSides } from '../stock/virtual-sides.js';
import type { VirtualSide } from '../stock/virtual-sides.js';
import { WAREHOUSE_ERRORS } from '../warehouse.errors.js';
import { adjustmentOf, issueOf, lineFaults, originFaults, receiptOf, transferOf } from './movement-documents.js';
import type {
  AdjustmentInput,
  IssueInput,
  MovementDetailDto,
  MovementHeadDto,
  ReceiptInput,
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
  ) {}

  /** @throws as StockPosting.post */
  async receive(document: ReceiptInput): Promise<PostedMovement> {
    refuse(lineFaults(document.lines));
    const { company, side } = await this.place(document, 'supplier');
    return this.post(receiptOf(company, document, side));
  }

  async issue(document: IssueInput): Promise<PostedMovement> {
    refuse([...lineFaults(document.lines), ...originFaults(document.lines)]);
    const { company, side } = await this.place(document, 'customer');
    return this.post(issueOf(company, document, side));
  }

  async transfer(document: TransferInput): Promise<PostedMovement> {
    refuse([...lineFaults(document.lines), ...originFaults(document.lines)]);
    const { company } = await this.place(document, 'adjustment');
    return this.post(transferOf(company, document));
  }

  async adjust(document: AdjustmentInput): Promise<PostedMovement> {
    const { company, side } = await this.place(document, 'adjustment');
    return this.post(adjustmentOf(company, document, side));
  }

  /**
   * Takes a movement back. One that a document of another module made is taken back there, where its figures are kept.
   * @throws MOVEMENT_OF_DOCUMENT, MOVEMENT_ALREADY_REVERSED, INSUFFICIENT_STOCK
   */
  async reverse(id: string, occasion: ReversalInput): Promise<PostedMovement> {
    const { source_type, source_id } = await this.get(id);
    if (source_type === 'manufacturing_order')
      throw WAREHOUSE_ERRORS.MOVEMENT_OF_DOCUMENT(undefined, { source_type, source_id });
    const [reversal] = await this.posting.reverse([id], { ...occasion, ...warehouseLimit() });
    return reversal!;
  }

  page(query: ListParameters): Promise<Page<MovementHeadDto>> {
    return this.movements.page(query);
  }

  /** @throws NOT_FOUND also outside the caller's scope */
  async get(id: string): Promise<MovementDetailDto> {
    const movement = await this.movements.find(id);
    if (!movement) throw notFound('Stock movement', id);
    return movement;
  }

  private async place(
    document: { company_id?: string },
    side: VirtualSide,
  ): Promise<{ company: string; side: string }> {
    const company = document.company_id ?? defaultCompanyId();
    assertInScope({ company_id: company }, 'Company');
    return { company, side: await this.sides.of(company, side) };
  }

  private async post(draft: MovementDraft): Promise<PostedMovement> {
    const [posted] = await this.posting.post([draft], [], warehouseLimit());
    return posted!;
  }
}

function refuse(faults: FieldError[]): void {
  if (faults.length > 0) throw invalid(faults);
}
