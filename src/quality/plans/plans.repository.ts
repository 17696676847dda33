import { Injectable } from '@nestjs/common';
import { Database, defineList } from '../../kernel/database/index.js';
import type { ListParameters, Page } from '../../kernel/database/index.js';
import { InspectionCharacteristic, InspectionPlanSample } from './inspection-plan.entity.js';
import type { InspectionPlan } from './inspection-plan.entity.js';
import type {
  InspectionCharacteristicDto,
  InspectionPlanDto,
  InspectionPlanHeadDto,
  PlanCharacteristicInput,
  PlanSampleInput,
} from './plans.dto.js';

const PLANS = defineList({
  select: `q.id, q.product_id, q.category_id, coalesce(p.sku, c.code) as subject_code, q.kind, q.operation, q.revision, q.state, q.sampling, q.sample_quantity,
    q.sample_percent, q.acceptance_number, q.is_gate, q.while_open, q.notes, q.created_by, q.version, q.created_at, q.updated_at`,
  from: 'erp.inspection_plans q left join erp.products p on p.id = q.product_id left join erp.product_categories c on c.id = q.category_id',
  id: 'q.id',
  sorts: { created_at: 'q.created_at' },
  default_sort: '-created_at',
  search: ['p.sku', 'p.name', 'c.code', 'c.name', 'q.operation'],
  filters: {
    product_id: 'q.product_id = ?',
    category_id: 'q.category_id = ?',
    kind: 'q.kind = ?',
    state: 'q.state = ?',
    operation: 'lower(q.operation) = lower(?)',
  },
});

/** Something that may be inspected: a product, when, and after which operation. */
export interface PlanSubject {
  readonly product_id: string;
  readonly kind: string;
  readonly operation?: string | null | undefined;
}

/** Inspection plans as rows. Like bills of material they are of no company: a product is inspected alike wherever it is. */
@Injectable()
export class PlansRepository {
  constructor(private readonly db: Database) {}

  page(query: ListParameters): Promise<Page<InspectionPlanHeadDto>> {
    return this.db.page<InspectionPlanHeadDto>(PLANS, query);
  }

  async find(id: string): Promise<InspectionPlanDto | null> {
    const head = await this.db.listed<InspectionPlanHeadDto>(PLANS, id, { where: 'true', params: [] });
    return head && { ...head, samples: await this.samples(id), characteristics: await this.characteristics(id) };
  }

  samples(planId: string): Promise<PlanSampleInput[]> {
    return this.db.query<PlanSampleInput>(
      `select s.lot_from, s.lot_to, s.sample_size, s.acceptance_number, s.rejection_number
         from erp.inspection_plan_samples s where s.plan_id = $1 order by s.lot_from`,
      [planId],
    );
  }

  characteristics(planId: string): Promise<InspectionCharacteristicDto[]> {
    return this.db.query<InspectionCharacteristicDto>(
      `select c.id, c.characteristic_no, c.name, c.type, c.unit, c.nominal, c.lower_limit, c.upper_limit, c.decimals, c.severity, c.is_mandatory
         from erp.inspection_characteristics c where c.plan_id = $1 order by c.characteristic_no`,
      [planId],
    );
  }

  /** Puts other rows and characteristics in the place of a draft's. */
  async replaceParts(
    planId: string,
    samples: readonly PlanSampleInput[],
    characteristics: readonly PlanCharacteristicInput[],
  ): Promise<void> {
    await this.db.query('delete from erp.inspection_plan_samples where plan_id = $1', [planId]);
    await this.db.query('delete from erp.inspection_characteristics where plan_id = $1', [planId]);
    await this.db.insertMany(
      InspectionPlanSample,
      samples.map((row) => ({ plan_id: planId, ...row })),
    );
    await this.db.insertMany(
      InspectionCharacteristic,
      characteristics.map(({ unit, nominal, lower_limit, upper_limit, decimals, is_mandatory, ...one }) => ({
        plan_id: planId,
        ...one,
        unit: unit ?? null,
        nominal: nominal ?? null,
        lower_limit: lower_limit ?? null,
        upper_limit: upper_limit ?? null,
        decimals: decimals ?? null,
        is_mandatory: is_mandatory ?? true,
      })),
    );
  }

  /** The active plan of the same subject. */
  async activeRival(plan: InspectionPlan): Promise<string | null> {
    const found = await this.db.maybe<{ id: string }>(
      `select q.id from erp.inspection_plans q
        where coalesce(q.product_id, q.category_id) = $1 and q.kind = $2 and lower(coalesce(q.operation, '')) = lower(coalesce($3::text, ''))
          and q.state = 'active' and q.id <> $4`,
      [plan.product_id ?? plan.category_id, plan.kind, plan.operation, plan.id],
    );
    return found?.id ?? null;
  }

  /** The active plan of each subject, in their order: its own, or else that of the nearest category above that has one. */
  async activeFor(subjects: readonly PlanSubject[]): Promise<(InspectionPlanDto | null)[]> {
    const rows = await this.db.query<{ plan: InspectionPlanDto | null }>(
      `with recursive wanted as (
         select w.n, w.product_id, w.kind, w.operation
           from rows from (jsonb_to_recordset($1::jsonb) as (product_id uuid, kind text, operation text)) with ordinality w (product_id, kind, operation, n)
       ), above (product_id, category_id, depth) as (
         select p.id, p.category_id, 1 from erp.products p where p.id in (select product_id from wanted) and p.category_id is not null
         union all
         select a.product_id, c.parent_id, a.depth + 1
           from above a join erp.product_categories c on c.id = a.category_id where c.parent_id is not null
       ), subject as (
         select product_id, product_id as id, 0 as depth from wanted union select product_id, category_id, depth from above
       )
       select to_jsonb(f) || jsonb_build_object(
                'samples', (select coalesce(jsonb_agg(to_jsonb(x) order by x.lot_from), '[]') from erp.inspection_plan_samples x where x.plan_id = f.id)) as plan
         from wanted w
         left join lateral (
           select q.* from subject s join erp.inspection_plans q on coalesce(q.product_id, q.category_id) = s.id
            where s.product_id = w.product_id and q.state = 'active' and q.kind = w.kind
              and lower(coalesce(q.operation, '')) = lower(coalesce(w.operation, ''))
            order by s.depth limit 1) f on true
        order by w.n`,
      [JSON.stringify(subjects)],
    );
    return rows.map(
      ({ plan }) => plan && { ...plan, sample_percent: plan.sample_percent && String(plan.sample_percent) },
    );
  }
}
