import {
  BooleanField,
  CodeField,
  DecimalField,
  EnumField,
  IntegerField,
  ListQuery,
  PercentField,
  StringField,
  UnitCostField,
  UuidField,
  patchOf,
} from '../../kernel/http/index.js';
import { RecordInput, RecordListQuery, deactivatable } from '../../master-data/index.js';
import { ROUTING_STATES } from '../routings/routing-limits.js';
import { MAX_PLACES, WORK_CENTRE_KINDS } from './work-centre-limits.js';

const SUPPLIER = 'Who works there, of a subcontract work centre only, and needed there.';
const PRICE = "The supplier's usual price for a piece; an operation may have its own.";
const EFFICIENCY = 'What is got done in an hour, in percent of what the times say: at 80, an hour takes 75 minutes.';

class WorkCentreFields extends RecordInput {
  @CodeField({ example: 'SEW-1', description: 'Unique within the company, whatever its case.' }) code!: string;
  @StringField({ min: 1, max: 200, example: 'Sewing line 1' }) name!: string;
  @UuidField({ optional: true, nullable: true }) department_id?: string | null;
  @UuidField({ optional: true, nullable: true, description: "The company's calendar when there is none." })
  calendar_id?: string | null;
  @UuidField({ optional: true, nullable: true, example: null, description: SUPPLIER }) supplier_id?: string | null;
  @UnitCostField({ optional: true, nullable: true, example: null, description: PRICE }) price_per_piece?: string | null;
  @IntegerField({ min: 1, max: MAX_PLACES, optional: true, example: 12, description: 'Places that work in parallel.' })
  capacity?: number;
  @IntegerField({ max: 1000, optional: true, example: 1, description: 'People at each place; 1 when not given.' })
  people_per_place?: number;
  @DecimalField({
    scale: 4,
    digits: 3,
    min: '0.0001',
    max: '999',
    optional: true,
    example: '90.0000',
    description: EFFICIENCY,
  })
  efficiency_percent?: string;
  @UnitCostField({ optional: true, example: '36000.000000', description: 'Cost of one person for an hour.' })
  labour_rate?: string;
  @UnitCostField({ optional: true, example: '9000.000000', description: 'Cost of one place for an hour.' })
  machine_rate?: string;
  @PercentField({ max: '999', optional: true, example: '15.0000', description: 'Of labour and machine cost together.' })
  overhead_percent?: string;
  @UuidField({ optional: true, nullable: true, description: 'Where its work in progress lies.' })
  location_id?: string | null;
}

export class WorkCentreInput extends WorkCentreFields {
  @UuidField({ optional: true, description: "The caller's default company when not given; fixed once it is made." })
  company_id?: string;
  @EnumField(WORK_CENTRE_KINDS, { optional: true, description: '`internal` when not given; fixed once it is made.' })
  kind?: string;
}

export class WorkCentrePatch extends patchOf(WorkCentreFields) {}

export class WorkCentreDto extends deactivatable(WorkCentreInput) {
  @CodeField({ example: 'MAIN' }) company_code!: string;
  @CodeField({ nullable: true, example: 'SEW' }) department_code!: string | null;
  @CodeField({ nullable: true, example: 'TWO-SHIFT' }) calendar_code!: string | null;
  @CodeField({ nullable: true, example: null }) supplier_code!: string | null;
  @CodeField({ nullable: true, example: 'FLOOR' }) location_code!: string | null;
}

export class WorkCentreListQuery extends RecordListQuery {
  @StringField({ optional: true, min: 1, max: 64, description: 'Exactly this code, in any case.' }) code?: string;
  @UuidField({ optional: true }) company_id?: string;
  @UuidField({ optional: true }) department_id?: string;
  @UuidField({ optional: true }) calendar_id?: string;
  @UuidField({ optional: true }) supplier_id?: string;
  @EnumField(WORK_CENTRE_KINDS, { optional: true }) kind?: string;
}

export class WorkCentreUseQuery extends ListQuery {
  @EnumField(ROUTING_STATES, { optional: true }) state?: string;
}

/** An operation that is done at a work centre, or may be. */
export class WorkCentreUseDto {
  @UuidField({ description: 'The operation.' }) id!: string;
  @UuidField() routing_id!: string;
  @UuidField() product_id!: string;
  @StringField({ example: 'TOY-BEAR' }) sku!: string;
  @StringField({ example: 'A' }) revision!: string;
  @EnumField(ROUTING_STATES) state!: string;
  @BooleanField() is_default!: boolean;
  @IntegerField({ min: 1, example: 10 }) number!: number;
  @StringField({ example: 'SEWING' }) name!: string;
  @IntegerField({ nullable: true, example: null, description: 'Its preference as an alternative; null: the main one.' })
  preference!: number | null;
}
