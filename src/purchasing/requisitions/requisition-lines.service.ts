import { Readable } from 'node:stream';
import { Injectable } from '@nestjs/common';
import type { ListParameters, Page } from '../../kernel/database/index.js';
import { csvLine } from '../../kernel/http/index.js';
import { RequestContext } from '../../kernel/security/index.js';
import { DocumentHistory, assertStates } from '../../kernel/state-machine/index.js';
import type { HistoryEntry } from '../../kernel/state-machine/index.js';
import { REQUISITION_LINE } from './requisition-line.machine.js';
import type {
  RequisitionLineDetailDto,
  RequisitionLineDto,
  RequisitionLineListQuery,
} from './requisition-lines.dto.js';
import { RequisitionLinesRepository } from './requisition-lines.repository.js';

const COLUMNS = [
  'requisition_number',
  'line_no',
  'state',
  'sku',
  'product_name',
  'unit_code',
  'quantity',
  'approved_quantity',
  'estimated_price',
  'estimated_amount',
  'needed_by',
  'is_late',
  'is_urgent',
  'urgency_reason',
  'usage',
  'usage_reference',
  'department_code',
  'requested_by_username',
  'suggested_supplier_code',
  'description',
  'review_reason',
  'ordered_quantity',
  'confirmed_quantity',
  'shipped_quantity',
  'received_quantity',
  'put_away_quantity',
  'accepted_quantity',
  'rejected_quantity',
  'issued_quantity',
  'left_to_order',
  'left_to_accept',
  'left_to_issue',
  'expected_on',
  'created_at',
] as const satisfies readonly (keyof RequisitionLineDto)[];

/** Lines of requisitions as they are looked at: lists, one with its questions, a file. */
@Injectable()
export class RequisitionLinesService {
  constructor(
    private readonly lines: RequisitionLinesRepository,
    private readonly history: DocumentHistory,
  ) {}

  page(query: RequisitionLineListQuery): Promise<Page<RequisitionLineDto>> {
    assertStates(REQUISITION_LINE, 'a requisition line', query.state);
    return this.lines.page(query as ListParameters);
  }

  /** What waits for a review that the caller may give. */
  toReview(query: RequisitionLineListQuery): Promise<Page<RequisitionLineDto>> {
    assertStates(REQUISITION_LINE, 'a requisition line', query.state);
    return this.lines.toReview(query as ListParameters);
  }

  /** @throws NOT_FOUND also outside the caller's companies, warehouses and departments */
  get(id: string): Promise<RequisitionLineDetailDto> {
    return this.lines.detail(id);
  }

  async historyOf(id: string): Promise<HistoryEntry[]> {
    await this.lines.get(id);
    return this.history.of(REQUISITION_LINE, id);
  }

  /** All lines of a list as CSV. The first are read before the stream is handed out, so that a refusal is still a problem. */
  async csv(query: RequisitionLineListQuery): Promise<Readable> {
    assertStates(REQUISITION_LINE, 'a requisition line', query.state);
    const context = RequestContext.current();
    const pages = this.lines.all(query);
    const first = await pages.next();
    async function* text(): AsyncGenerator<string> {
      yield csvLine([...COLUMNS]);
      // The stream is read by the socket, outside the request's context.
      for (let next = first; !next.done; next = await RequestContext.run(context, () => pages.next()))
        yield next.value.map((row) => csvLine(COLUMNS.map((name) => row[name]))).join('');
    }
    return Readable.from(text());
  }
}
