import {
  BooleanField,
  CodeField,
  DateField,
  EnumField,
  IntegerField,
  ListField,
  ListQuery,
  PercentField,
  QuantityField,
  StringField,
  TextField,
  TimestampField,
  UnitCostField,
  UuidField,
  ValuesField,
} from '../../kernel/http/index.js';
import { MAX_ALTERNATIVES, MAX_OPERATIONS, ROUTING_STATES } from './routing-limits.js';
import type { RoutingState } from './routing-limits.js';

const LONGEST = 100_000;
const LONGEST_RUN = 1_000_000;
const FROM = 'First day, null: from ever.';
const TO = 'Last day, null: for ever.';
const PRICE = "Of a subcontract operation, for a piece; the work centre's when not given.";
const PREDECESSORS =
  'Numbers of the operations that have to be done before. Not given: the one before by number. Empty: it may begin at once.';
const OVERLAP = 'Pieces after which the next operation may begin; null: all of them.';
const BUFFER = 'Made on top of what the next operation makes, so that the last one still meets the order.';

export class AlternativeInput {
  @UuidField({ description: 'Work centre that may stand in. The first of the list is preferred.' })
  work_centre_id!: string;
  @IntegerField({ max: LONGEST, default: 0, example: 20 }) setup_minutes!: number;
  @IntegerField({ max: LONGEST_RUN, example: 9 }) run_minutes!: number;
  @QuantityField({ default: 1, example: 2 }) run_quantity!: number;
  @UnitCostField({ optional: true, nullable: true, example: null, description: PRICE }) price_per_piece?: string | null;
}

export class OperationInput {
  @IntegerField({ min: 1, max: 999_999, optional: true, example: 10, description: '10, 20, … when not given.' })
  number?: number;
  @CodeField({ example: 'SEWING', description: "Unique in the routing; meets the `operation` of a bill's lines." })
  name!: string;
  @UuidField({ optional: true, nullable: true, description: "The work centre's when not given." }) department_id?:
    string | null;
  @UuidField() work_centre_id!: string;
  @ValuesField('integer', {
    optional: true,
    nullable: true,
    max: MAX_OPERATIONS,
    example: [10],
    description: PREDECESSORS,
  })
  predecessors?: number[] | null;
  @IntegerField({ max: LONGEST, default: 0, example: 15 }) setup_minutes!: number;
  @IntegerField({ max: LONGEST_RUN, example: 7, description: 'For `run_quantity` pieces.' }) run_minutes!: number;
  @QuantityField({ default: 1, example: 2 }) run_quantity!: number;
  @IntegerField({ max: LONGEST, default: 0, example: 30, description: 'Waits before the set-up.' })
  queue_minutes!: number;
  @IntegerField({ max: LONGEST, default: 0, example: 10, description: 'On the way to the next operation.' })
  move_minutes!: number;
  @IntegerField({
    min: 1,
    max: 10_000,
    optional: true,
    nullable: true,
    example: null,
    description: 'At most so many places; all when not given.',
  })
  places?: number | null;
  @QuantityField({ optional: true, nullable: true, example: null, description: OVERLAP }) overlap_quantity?:
    number | null;
  @PercentField({ default: '0', example: '3.0000', description: BUFFER }) buffer_percent!: string;
  @PercentField({ default: '0', example: '1.0000', description: 'Scrap that is allowed, of what it makes.' })
  scrap_percent!: string;
  @BooleanField({ default: false, example: false, description: 'Inspected before the next operation.' })
  quality_gate!: boolean;
  @UuidField({
    optional: true,
    nullable: true,
    example: null,
    description: "Of a subcontract operation, instead of the work centre's.",
  })
  supplier_id?: string | null;
  @UnitCostField({ optional: true, nullable: true, example: null, description: PRICE }) price_per_piece?: string | null;
  @TextField({ optional: true, nullable: true, max: 4000, example: 'Right side out' }) instruction?: string | null;
  @ListField(AlternativeInput, { optional: true, max: MAX_ALTERNATIVES }) alternatives?: AlternativeInput[];
}

/** A routing as it is written, whole. */
export class RoutingInput {
  @UuidField({ description: 'Product that is made: a part, work in progress or finished good.' }) product_id!: string;
  @UuidField({ optional: true, description: "The caller's default company when not given." }) company_id?: string;
  @CodeField({ max: 32, optional: true, example: 'B', description: 'The next number when not given.' })
  revision?: string;
  @DateField({ optional: true, nullable: true, description: FROM }) valid_from?: string | null;
  @DateField({ optional: true, nullable: true, example: null, description: TO }) valid_to?: string | null;
  @TextField({ optional: true, nullable: true, example: 'New sewing line' }) notes?: string | null;
  @StringField({ optional: true, nullable: true, min: 1, max: 200, example: 'LEGACY-RT-17' }) external_id?:
    string | null;
  @ListField(OperationInput, { optional: true, max: MAX_OPERATIONS }) operations?: OperationInput[];
}

export class CopyRoutingInput {
  @CodeField({ max: 32, optional: true, example: 'C', description: 'The next number when not given.' })
  revision?: string;
  @UuidField({ optional: true, description: 'Another product to make the same way.' }) product_id?: string;
  @DateField({ optional: true, nullable: true, description: FROM }) valid_from?: string | null;
  @DateField({ optional: true, nullable: true, example: null, description: TO }) valid_to?: string | null;
}

export class ActivateRoutingInput {
  @TextField({ optional: true, nullable: true, example: 'Trial run passed' }) reason?: string | null;
  @BooleanField({
    optional: true,
    description: 'Makes it the default; where not given, only when there is none on its days.',
  })
  make_default?: boolean;
}

export class RoutingReasonInput {
  @TextField({ optional: true, nullable: true, example: 'Replaced by revision C' }) reason?: string | null;
}

export class RoutingListQuery extends ListQuery {
  @UuidField({ optional: true }) product_id?: string;
  @UuidField({ optional: true }) company_id?: string;
  @EnumField(ROUTING_STATES, { optional: true }) state?: RoutingState;
  @BooleanField({ optional: true }) is_default?: boolean;
  @UuidField({ optional: true, description: 'Routings with an operation there, or that may be done there.' })
  work_centre_id?: string;
  @DateField({ optional: true, description: 'Routings whose validity covers this day.' }) valid_on?: string;
  @StringField({ optional: true, min: 1, max: 200, description: 'Exactly this external id.' }) external_id?: string;
}

export class DefaultRoutingQuery {
  @DateField({ optional: true, description: 'Today when not given.' }) date?: string;
  @UuidField({ optional: true, description: "The caller's default company when not given." }) company_id?: string;
}

export class AlternativeDto {
  @IntegerField({ min: 1, example: 1, description: '1 is asked first.' }) preference!: number;
  @UuidField() work_centre_id!: string;
  @CodeField({ example: 'SEW-2' }) work_centre_code!: string;
  @IntegerField({ example: 20 }) setup_minutes!: number;
  @IntegerField({ example: 9 }) run_minutes!: number;
  @QuantityField({ example: 2 }) run_quantity!: number;
  @UnitCostField({ nullable: true, example: null }) price_per_piece!: string | null;
}

export class OperationDto {
  @UuidField() id!: string;
  @IntegerField({ min: 1, example: 10 }) number!: number;
  @CodeField({ example: 'SEWING' }) name!: string;
  @UuidField({ nullable: true }) department_id!: string | null;
  @UuidField() work_centre_id!: string;
  @CodeField({ example: 'SEW-1' }) work_centre_code!: string;
  @ValuesField('integer', { example: [10] }) predecessors!: number[];
  @IntegerField({ example: 15 }) setup_minutes!: number;
  @IntegerField({ example: 7 }) run_minutes!: number;
  @QuantityField({ example: 2 }) run_quantity!: number;
  @IntegerField({ example: 30 }) queue_minutes!: number;
  @IntegerField({ example: 10 }) move_minutes!: number;
  @IntegerField({ nullable: true, example: null }) places!: number | null;
  @QuantityField({ nullable: true, example: null }) overlap_quantity!: number | null;
  @PercentField({ example: '3.0000' }) buffer_percent!: string;
  @PercentField({ example: '1.0000' }) scrap_percent!: string;
  @BooleanField() quality_gate!: boolean;
  @UuidField({ nullable: true, example: null }) supplier_id!: string | null;
  @UnitCostField({ nullable: true, example: null }) price_per_piece!: string | null;
  @TextField({ nullable: true, max: 4000, example: 'Right side out' }) instruction!: string | null;
  @ListField(AlternativeDto) alternatives!: AlternativeDto[];
}

export class RoutingSummaryDto {
  @UuidField() id!: string;
  @UuidField() company_id!: string;
  @UuidField() product_id!: string;
  @StringField({ example: 'TOY-BEAR' }) sku!: string;
  @StringField({ example: 'Bear Beni' }) product_name!: string;
  @StringField({ example: 'A' }) revision!: string;
  @EnumField(ROUTING_STATES) state!: RoutingState;
  @BooleanField() is_default!: boolean;
  @DateField({ nullable: true }) valid_from!: string | null;
  @DateField({ nullable: true, example: null }) valid_to!: string | null;
  @TextField({ nullable: true, example: null }) notes!: string | null;
  @StringField({ nullable: true, example: null }) external_id!: string | null;
  @IntegerField({ example: 6 }) operation_count!: number;
  @IntegerField({ min: 1, description: 'Grows with every change, of an operation too; send it as If-Match.' })
  version!: number;
  @UuidField({ nullable: true }) created_by!: string | null;
  @TimestampField() created_at!: string;
  @TimestampField() updated_at!: string;
}

export class RoutingDto extends RoutingSummaryDto {
  @ListField(OperationDto) operations!: OperationDto[];
}
