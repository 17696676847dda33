import { Injectable } from '@nestjs/common';
import { Database } from '../../kernel/database/index.js';
import type { ListParameters, Page } from '../../kernel/database/index.js';
import { KERNEL_ERRORS, refuse } from '../../kernel/errors/index.js';
import { assertInScope, currentActor, defaultCompanyId } from '../../kernel/security/index.js';
import { DocumentHistory, assertStates } from '../../kernel/state-machine/index.js';
import type { HistoryEntry } from '../../kernel/state-machine/index.js';
import type { LineFigures } from './line-quantities.js';
import { RequisitionDrafts } from './requisition-drafts.js';
import { RequisitionLinesRepository } from './requisition-lines.repository.js';
import { dateFaults } from './requisition-rules.js';
import { assertOwn } from './requisition-scope.js';
import { RequisitionSteps } from './requisition-steps.js';
import { Requisition } from './requisition.entity.js';
import { REQUISITION } from './requisition.machine.js';
import type {
  RequisitionDto,
  RequisitionHeadDto,
  RequisitionInput,
  RequisitionListQuery,
  RequisitionPatch,
} from './requisitions.dto.js';
import { RequisitionsRepository } from './requisitions.repository.js';
import type { RequisitionProgress } from './requisitions.repository.js';

/** What asked for a requisition by itself, and for which occasion: once for each. */
export interface RequisitionOrigin {
  readonly origin: 'kanban' | 'suggestion' | 'sales';
  readonly origin_key: string;
}

/** Requisitions on paper: drafted, changed, submitted, looked at. */
@Injectable()
export class RequisitionsService {
  constructor(
    private readonly db: Database,
    private readonly requisitions: RequisitionsRepository,
    private readonly steps: RequisitionSteps,
    private readonly drafts: RequisitionDrafts,
    private readonly history: DocumentHistory,
    private readonly lines: RequisitionLinesRepository,
  ) {}

  page(query: RequisitionListQuery): Promise<Page<RequisitionHeadDto>> {
    assertStates(REQUISITION, 'a requisition', query.state);
    return this.requisitions.page(query as ListParameters);
  }

  /** @throws NOT_FOUND also outside the caller's companies, warehouses and departments */
  get(id: string): Promise<RequisitionDto> {
    return this.requisitions.get(id);
  }

  /** Drafts a requisition. @throws VALIDATION_FAILED with every fault; NOT_FOUND for a company or department outside the caller's scope */
  create({ lines, ...input }: RequisitionInput, origin?: RequisitionOrigin): Promise<RequisitionDto> {
    const own = currentActor().department_ids;
    const company_id = input.company_id ?? defaultCompanyId();
    const department_id = input.department_id ?? (own?.length === 1 ? own[0]! : null);
    assertInScope({ company_id, department_id }, 'Company or department');
    return this.db.transaction(async () => {
      const { found, write } = await this.drafts.check({ ...input, company_id, department_id }, lines);
      const { id } = await this.db.insert(Requisition, {
        company_id,
        warehouse_id: found.warehouse_id!,
        department_id,
        purpose: input.purpose ?? null,
        notes: input.notes ?? null,
        ...origin,
      });
      await write(id);
      await this.history.record({ machine: REQUISITION, id, event: 'create', from: null, to: REQUISITION.initial });
      return this.requisitions.get(id);
    });
  }

  /** Changes a draft. Lines that are given take the place of all. @throws INVALID_STATE once it is submitted, REQUISITION_OF_ANOTHER */
  change(id: string, { lines, ...patch }: RequisitionPatch): Promise<RequisitionDto> {
    if (patch.department_id) assertInScope({ department_id: patch.department_id }, 'Department');
    return this.db.transaction(async () => {
      await this.requisitions.head(id);
      const draft = await this.db.lock(Requisition, id);
      assertOwn(draft);
      if (draft.state !== 'draft')
        throw KERNEL_ERRORS.INVALID_STATE('Only a draft is changed', { state: draft.state, allowed_from: ['draft'] });
      const named = { ...draft, ...patch };
      if (lines) {
        const { write } = await this.drafts.check(named, lines);
        await this.lines.removeOf(id);
        await write(id);
      } else await this.drafts.checkHead(named);
      await this.db.change<Requisition>(Requisition, id, patch as Partial<Requisition>);
      return this.requisitions.get(id);
    });
  }

  /** Gives a draft to its reviewers. @throws VALIDATION_FAILED for days that are past by now, REQUISITION_OF_ANOTHER */
  submit(id: string): Promise<RequisitionDto> {
    return this.steps.step(id, 'submit', null, async (draft, known) => {
      assertOwn(draft);
      const { lines } = await this.requisitions.get(id);
      const { today } = await this.drafts.checkHead(draft);
      const open = known.filter(({ state }) => state === 'draft');
      refuse(lines.flatMap((line, n) => (line.state === 'draft' ? dateFaults(line, today, `/lines/${n}`) : [])));
      await this.submitLines(id, open);
    });
  }

  /**
   * A requisition that something asks for by itself: made and submitted in one, once for each occasion. Days that are past are today; one that came to
   * nothing is made anew.
   * @throws VALIDATION_FAILED with every fault
   */
  submitFor(input: RequisitionInput, origin: RequisitionOrigin): Promise<{ id: string; number: string }> {
    return this.db.transaction(async () => {
      const known = await this.requisitions.ofOrigin(origin.origin, origin.origin_key);
      if (known.length > 0 && !known[0]!.is_over) return { id: known[0]!.id, number: known[0]!.number };
      const { today } = await this.drafts.checkHead({ company_id: input.company_id ?? defaultCompanyId() });
      const lines = input.lines.map((line) => ({
        ...line,
        ...(line.needed_by && line.needed_by < today && { needed_by: today }),
      }));
      const suffix = known.length > 0 ? `#${known.length + 1}` : '';
      const key = { ...origin, origin_key: `${origin.origin_key}${suffix}` };
      const { id, number, state } = await this.create({ ...input, lines }, key);
      await this.submitLines(id, await this.steps.linesOf(id));
      await this.history.record({ machine: REQUISITION, id, event: 'submit', from: state, to: 'submitted' });
      return { id, number };
    });
  }

  /** How far requisitions are, in one statement: the least of their lines that something may still come of. */
  progress(ids: readonly string[]): Promise<RequisitionProgress[]> {
    return this.requisitions.progress(ids);
  }

  async historyOf(id: string): Promise<HistoryEntry[]> {
    await this.requisitions.head(id);
    return this.history.of(REQUISITION, id);
  }

  private async submitLines(id: string, open: readonly LineFigures[]): Promise<void> {
    await this.db.update<Requisition>(Requisition, id, { submitted_at: 'now' });
    await this.lines.setState(
      open.map((line) => line.id),
      'pending_review',
    );
    await this.steps.record(
      'submit',
      open,
      () => 'pending_review',
      () => null,
    );
  }
}
