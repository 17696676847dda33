import { Injectable } from '@nestjs/common';
import { Database } from '../../kernel/database/index.js';
import type { ListParameters, Page } from '../../kernel/database/index.js';
import { notFound, refuse } from '../../kernel/errors/index.js';
import { DocumentHistory, listTransitions } from '../../kernel/state-machine/index.js';
import type { BlockingReason, HistoryEntry, Transition } from '../../kernel/state-machine/index.js';
import { QUALITY_ERRORS } from '../quality.errors.js';
import { InspectionPlan } from './inspection-plan.entity.js';
import { INSPECTION_PLAN_MACHINE } from './inspection-plan.machine.js';
import { planFaults } from './plan-faults.js';
import type { ActivatePlanInput, InspectionPlanDto, InspectionPlanHeadDto, InspectionPlanInput } from './plans.dto.js';
import { PlansRepository } from './plans.repository.js';

const STEP = { entity: InspectionPlan, machine: INSPECTION_PLAN_MACHINE } as const;

/** Inspection plans by revision; one is active for a subject at a time. */
@Injectable()
export class PlansService {
  constructor(
    private readonly db: Database,
    private readonly plans: PlansRepository,
    private readonly history: DocumentHistory,
  ) {}

  page(query: ListParameters): Promise<Page<InspectionPlanHeadDto>> {
    return this.plans.page(query);
  }

  /** @throws NOT_FOUND */
  async get(id: string): Promise<InspectionPlanDto> {
    const plan = await this.plans.find(id);
    if (!plan) throw notFound('Inspection plan', id);
    return plan;
  }

  /** Drafts a revision. @throws VALIDATION_FAILED with every fault, REFERENCE_NOT_FOUND, DUPLICATE */
  create({ samples = [], characteristics = [], ...head }: InspectionPlanInput): Promise<InspectionPlanDto> {
    refuse(planFaults({ samples, characteristics, ...head }));
    return this.db.transaction(async () => {
      const { id } = await this.db.insert(InspectionPlan, head);
      await this.plans.replaceParts(id, samples, characteristics);
      await this.history.record({ machine: INSPECTION_PLAN_MACHINE, id, event: 'create', from: null, to: 'draft' });
      return this.get(id);
    });
  }

  /** Writes a draft anew, as a whole. @throws PLAN_NOT_DRAFT, VALIDATION_FAILED */
  replace(
    id: string,
    { samples = [], characteristics = [], ...head }: InspectionPlanInput,
  ): Promise<InspectionPlanDto> {
    refuse(planFaults({ samples, characteristics, ...head }));
    return this.db.transaction(async () => {
      const plan = await this.db.lock(InspectionPlan, id);
      if (plan.state !== 'draft') throw QUALITY_ERRORS.PLAN_NOT_DRAFT();
      await this.db.update(InspectionPlan, id, {
        product_id: head.product_id ?? null,
        category_id: head.category_id ?? null,
        kind: head.kind,
        operation: head.operation ?? null,
        revision: head.revision,
        sampling: head.sampling,
        sample_quantity: head.sample_quantity ?? null,
        sample_percent: head.sample_percent ?? null,
        acceptance_number: head.acceptance_number ?? 0,
        is_gate: head.is_gate ?? false,
        while_open: head.while_open ?? 'leave',
        notes: head.notes ?? null,
      });
      await this.plans.replaceParts(id, samples, characteristics);
      return this.get(id);
    });
  }

  /** Puts a revision to use. @throws INVALID_STATE, PLAN_ALREADY_ACTIVE unless the other gives way */
  activate(id: string, { supersede = false, reason }: ActivatePlanInput): Promise<InspectionPlanDto> {
    return this.db.transaction(async () => {
      await this.history.step({ ...STEP, id, event: 'activate', reason }, async (plan) => {
        const rival = await this.plans.activeRival(plan);
        if (rival === null) return;
        if (!supersede) throw QUALITY_ERRORS.PLAN_ALREADY_ACTIVE();
        await this.history.step({ ...STEP, id: rival, event: 'obsolete', reason });
      });
      return this.get(id);
    });
  }

  obsolete(id: string, reason?: string | null): Promise<InspectionPlanDto> {
    return this.db.transaction(async () => {
      await this.history.step({ ...STEP, id, event: 'obsolete', reason });
      return this.get(id);
    });
  }

  async transitions(id: string): Promise<Transition[]> {
    const { state } = await this.get(id);
    return listTransitions(INSPECTION_PLAN_MACHINE, state, { activate: () => this.rivalReasons(id) });
  }

  async historyOf(id: string): Promise<HistoryEntry[]> {
    await this.get(id);
    return this.history.of(INSPECTION_PLAN_MACHINE, id);
  }

  private async rivalReasons(id: string): Promise<BlockingReason[]> {
    const rival = await this.plans.activeRival(await this.db.get(InspectionPlan, id));
    const { code, description } = QUALITY_ERRORS.PLAN_ALREADY_ACTIVE.entry;
    return rival === null ? [] : [{ code, message: description }];
  }
}
