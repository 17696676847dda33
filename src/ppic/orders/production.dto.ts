import {
  AttributesField,
  BooleanField,
  CodeField,
  DateField,
  EnumField,
  IntegerField,
  ListField,
  MoneyField,
  ObjectField,
  QuantityField,
  StringField,
  TextField,
  TimestampField,
  UnitQuantityField,
  UuidField,
  ValuesField,
} from '../../kernel/http/index.js';
import { DocumentUnitDto, MAX_SERIALS, QuantityInput } from '../../warehouse/index.js';

/** The lot that pieces become. */
export class OutputLotInput {
  @CodeField({ example: 'L-2026-0042', description: 'Made when it is not there.' }) code!: string;
  @DateField({ optional: true, nullable: true, description: 'The day of the report for a new lot.' }) manufactured_on?:
    string | null;
  @DateField({
    optional: true,
    nullable: true,
    description: 'For a new lot: the day of making plus the shelf life of the product.',
  })
  expires_on?: string | null;
  @AttributesField({ optional: true }) attributes?: Record<string, unknown>;
}

/** What can be said of the lots of what was made. */
export class OutputLotsInput {
  @ObjectField(OutputLotInput, {
    optional: true,
    nullable: true,
    description: "For a product tracked by lot; the order's batch number, or its number, when not given.",
  })
  lot?: OutputLotInput | null;
  @ValuesField('string', {
    optional: true,
    nullable: true,
    min: 1,
    max: MAX_SERIALS,
    example: null,
    description:
      "For a product tracked by serial: one for each good piece, then for each rejected one; the order's number and a count when not given.",
  })
  serials?: string[] | null;
}

const WHEN = 'When it happened; now when not given. Not in the future, not in a closed stock period.';

const IN_UNIT = { optional: true, nullable: true, example: null, description: 'Instead: how many of the unit.' };

export class ProductionReportInput extends OutputLotsInput {
  @UuidField({
    optional: true,
    nullable: true,
    description: 'The unit of what is said in one; the stock unit when not given.',
  })
  unit_id?: string | null;
  @CodeField({
    optional: true,
    nullable: true,
    example: null,
    description: 'Instead of `unit_id`: the unit by its code.',
  })
  unit_code?: string | null;
  @QuantityField({ optional: true, min: 0, example: 10, description: 'Pieces that go to stock.' })
  good_quantity?: number;
  @UnitQuantityField(IN_UNIT) good_unit_quantity?: string | null;
  @QuantityField({
    optional: true,
    min: 0,
    example: 1,
    description: 'Pieces that can be reworked: they go on hold and carry value.',
  })
  rejected_quantity?: number;
  @UnitQuantityField(IN_UNIT) rejected_unit_quantity?: string | null;
  @CodeField({
    optional: true,
    max: 32,
    example: 'DEFECT',
    description: 'Needed when pieces are rejected; see the reason codes.',
  })
  rejected_reason_code?: string;
  @QuantityField({
    optional: true,
    min: 0,
    example: 0,
    description: 'Pieces of which nothing is left; the others carry their cost.',
  })
  lost_quantity?: number;
  @UnitQuantityField(IN_UNIT) lost_unit_quantity?: string | null;
  @CodeField({ optional: true, max: 32, example: 'SETUP', description: 'Needed when pieces are lost.' })
  lost_reason_code?: string;
  @TextField({ optional: true, nullable: true }) notes?: string | null;
  @TimestampField({ optional: true, description: WHEN }) effective_at?: string;
}

export class ComponentIssueLineInput extends QuantityInput {
  @UuidField({ description: 'A component of the order, or another product that is used beside the bill.' })
  product_id!: string;
  @UuidField({
    optional: true,
    nullable: true,
    description: 'The lot that is taken, together with the location; those whose turn it is when not given.',
  })
  lot_id?: string | null;
  @UuidField({
    optional: true,
    description: "Where it is taken; anywhere in the order's warehouse when not given, its reservations first.",
  })
  from_location_id?: string;
}

export class ComponentIssueInput {
  @ListField(ComponentIssueLineInput, { min: 1, max: 500 }) lines!: ComponentIssueLineInput[];
  @BooleanField({
    default: false,
    description: 'Take more than the tolerance allows; needs `ppic.manufacturing_orders.override_consumption`.',
  })
  consumption_override!: boolean;
  @TextField({ optional: true, nullable: true }) notes?: string | null;
  @TimestampField({ optional: true, description: WHEN }) effective_at?: string;
}

export class ProductionPostingLineDto {
  @EnumField(['consumed', 'yielded'], { description: 'A component taken, or a co- or by-product received.' })
  direction!: string;
  @UuidField({ description: "Of the order's component or output." }) line_id!: string;
  @UuidField() product_id!: string;
  @StringField({ example: 'PLUSH-BR' }) sku!: string;
  @QuantityField({ example: 20 }) quantity!: number;
}

/** A lot that was used up or made. */
export class ProductionLotDto {
  @EnumField(['consumed', 'made']) direction!: string;
  @UuidField() product_id!: string;
  @StringField({ example: 'FAB-PLUSH-BRN' }) sku!: string;
  @UuidField() lot_id!: string;
  @CodeField({ example: 'L-2026-0042' }) lot_code!: string;
  @QuantityField() quantity!: number;
}

export class ProductionPostingDto {
  @UuidField() id!: string;
  @UuidField() order_id!: string;
  @IntegerField({ min: 1, description: 'Counted within the order.' }) posting_no!: number;
  @EnumField(['report', 'completion', 'issue', 'operation'], {
    description:
      "A report, the completion's last posting, an issue of components, or what a work order took (and lost) before the last one.",
  })
  kind!: string;
  @QuantityField({ min: 0 }) good_quantity!: number;
  @QuantityField({ min: 0, example: 1 }) rejected_quantity!: number;
  @StringField({ nullable: true, example: 'DEFECT' }) rejected_reason_code!: string | null;
  @QuantityField({ min: 0, example: 0 }) lost_quantity!: number;
  @StringField({ nullable: true, example: null }) lost_reason_code!: string | null;
  @TextField({ nullable: true }) notes!: string | null;
  @UuidField({ nullable: true, description: 'The stock movement that took the components.' }) consumption_movement_id!:
    string | null;
  @UuidField({ nullable: true, description: 'The stock movement that received the output.' }) output_movement_id!:
    string | null;
  @MoneyField({ description: 'Worth of the components taken.' }) material_value!: string;
  @MoneyField({ description: 'Worth at which the output was received.' }) output_value!: string;
  @ListField(ProductionPostingLineDto) lines!: ProductionPostingLineDto[];
  @ListField(ProductionLotDto, { max: 10_000, description: 'Lots of tracked components taken, and of what was made.' })
  lots!: ProductionLotDto[];
  @ListField(DocumentUnitDto, { description: 'What was said in units of their own.' }) units!: DocumentUnitDto[];
  @TimestampField({ nullable: true }) reversed_at!: string | null;
  @UuidField({ nullable: true }) reversed_by!: string | null;
  @TextField({ nullable: true }) reversal_reason!: string | null;
  @UuidField({ nullable: true }) created_by!: string | null;
  @TimestampField() created_at!: string;
  @IntegerField({ min: 1, description: "The order's version." }) version!: number;
}
