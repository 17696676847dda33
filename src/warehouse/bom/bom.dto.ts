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
  UuidField,
} from '../../kernel/http/index.js';
import { BOM_MACHINE } from './bom.machine.js';
import type { BomState } from './bom.machine.js';
import { BOM_TYPES, ISSUE_METHODS, LINE_KINDS } from './bom-structure.js';
import type { BomType, IssueMethod, LineKind } from './bom-structure.js';

/** Names of the kinds of bills in earlier systems. */
const OLDER_TYPES = { Manufacturing: 'manufacturing', 'Kit/Phantom': 'phantom' };
export const MAX_LINES = 1000;
const MAX_SUBSTITUTES = 10;

const SCRAP = 'Lost on the way, in percent: 2.5 asks for 1.025 times the quantity.';
const COST_SHARE = 'Share of the whole cost that this output carries, in percent.';
const FROM = 'First day, null: from ever.';
const TO = 'Last day, null: for ever.';

export class SubstituteInput {
  @UuidField({ description: 'Product that may stand in. The first of the list is preferred.' }) component_id!: string;
  @QuantityField({
    optional: true,
    example: 3,
    description: "How many of it replace the line's quantity; as many when not given.",
  })
  quantity?: number;
}

export class BomLineInput {
  @IntegerField({
    min: 1,
    max: 999_999,
    optional: true,
    example: 10,
    description: 'Position; 10, 20, … when not given.',
  })
  line_no?: number;
  @EnumField(LINE_KINDS, { default: 'component' }) kind!: LineKind;
  @UuidField({ description: 'Product that goes in or, for a co-product or by-product, comes out.' })
  component_id!: string;
  @QuantityField({
    alias: 'qty_needed',
    example: 4,
    description: 'In its stock unit, for `output_quantity` of the product.',
  })
  quantity!: number;
  @PercentField({ alias: 'wastage_percent', default: '0', description: SCRAP }) scrap_percent!: string;
  @PercentField({ default: '0', example: '0', description: COST_SHARE }) cost_share_percent!: string;
  @DateField({ optional: true, nullable: true, description: FROM }) valid_from?: string | null;
  @DateField({ optional: true, nullable: true, example: null, description: TO }) valid_to?: string | null;
  @CodeField({ optional: true, nullable: true, example: 'SEWING', description: 'Operation that uses it.' }) operation?:
    string | null;
  @EnumField(ISSUE_METHODS, {
    default: 'backflush',
    description: 'Taken from stock by the report (backflush) or by hand.',
  })
  issue_method!: IssueMethod;
  @TextField({ optional: true, nullable: true, max: 500, example: 'Right side out' }) notes?: string | null;
  @StringField({
    optional: true,
    nullable: true,
    min: 1,
    max: 200,
    example: '893',
    description: 'Id in the system it came from; unique in the bill.',
  })
  external_id?: string | null;
  @ListField(SubstituteInput, { optional: true, max: MAX_SUBSTITUTES, description: 'In order of preference.' })
  substitutes?: SubstituteInput[];
}

/** A bill as it is written, whole. */
export class BomInput {
  @UuidField({ description: 'Product that is made: a part, work in progress or finished good.' }) product_id!: string;
  @CodeField({
    max: 32,
    optional: true,
    example: 'B',
    description: 'Unique for the product; the next number when not given.',
  })
  revision?: string;
  @EnumField(BOM_TYPES, {
    default: 'manufacturing',
    aliases: OLDER_TYPES,
    description: 'Older names: `Manufacturing`, `Kit/Phantom`.',
  })
  type!: BomType;
  @QuantityField({ alias: 'qty_output', default: 1, example: 12, description: 'The lines are for this many.' })
  output_quantity!: number;
  @DateField({ optional: true, nullable: true, description: FROM }) valid_from?: string | null;
  @DateField({ optional: true, nullable: true, example: null, description: TO }) valid_to?: string | null;
  @TextField({ optional: true, nullable: true, example: 'Second supplier of the fabric' }) notes?: string | null;
  @StringField({ optional: true, nullable: true, min: 1, max: 200, example: 'LEGACY-BOM-17' }) external_id?:
    string | null;
  @ListField(BomLineInput, { optional: true, max: MAX_LINES }) lines?: BomLineInput[];
}

export class CreateBomInput extends BomInput {
  @BooleanField({ default: false, example: false, description: 'Activates it at once; needs that permission too.' })
  activate!: boolean;
}

export class CopyBomInput {
  @CodeField({ max: 32, optional: true, example: 'C', description: 'The next number when not given.' })
  revision?: string;
  @UuidField({ optional: true, description: 'Another product to make the same way.' }) product_id?: string;
  @DateField({ optional: true, nullable: true, description: FROM }) valid_from?: string | null;
  @DateField({ optional: true, nullable: true, example: null, description: TO }) valid_to?: string | null;
}

export class ActivateBomInput {
  @TextField({ optional: true, nullable: true, example: 'Trial run passed' }) reason?: string | null;
  @BooleanField({
    default: false,
    example: false,
    description:
      'Ends the active revisions in the way: one that began earlier ends the day before this one begins, others become obsolete.',
  })
  supersede!: boolean;
}

export class ObsoleteBomInput {
  @TextField({ optional: true, nullable: true, example: 'Replaced by revision C' }) reason?: string | null;
}

export class BomListQuery extends ListQuery {
  @UuidField({ optional: true, description: 'Bills of this product.' }) product_id?: string;
  @UuidField({ optional: true, description: 'Bills with a line for this product.' }) component_id?: string;
  @EnumField(BOM_MACHINE.states, { optional: true }) state?: BomState;
  @EnumField(BOM_TYPES, { optional: true, aliases: OLDER_TYPES }) type?: BomType;
  @DateField({ optional: true, description: 'Bills whose validity covers this day.' }) valid_on?: string;
  @StringField({ optional: true, min: 1, max: 32, description: 'Exactly this revision.' }) revision?: string;
  @StringField({ optional: true, min: 1, max: 200, description: 'Exactly this external id.' }) external_id?: string;
}

export class SubstituteDto {
  @UuidField() component_id!: string;
  @StringField({ example: 'FAB-COTTON-BR2' }) sku!: string;
  @StringField({ example: 'Brown cotton, second source' }) name!: string;
  @IntegerField({ min: 1, example: 1, description: '1 is asked first.' }) preference!: number;
  @QuantityField({ example: 4 }) quantity!: number;
}

export class BomLineDto {
  @UuidField() id!: string;
  @IntegerField({ min: 1, example: 10 }) line_no!: number;
  @EnumField(LINE_KINDS) kind!: LineKind;
  @UuidField() component_id!: string;
  @StringField({ example: 'FAB-PLUSH-BR' }) sku!: string;
  @StringField({ example: 'Brown plush' }) name!: string;
  @StringField({ example: 'CM2', description: 'Stock unit of the component.' }) unit_code!: string;
  @QuantityField({ example: 4 }) quantity!: number;
  @PercentField({ description: SCRAP }) scrap_percent!: string;
  @PercentField({ example: '0.0000', description: COST_SHARE }) cost_share_percent!: string;
  @DateField({ nullable: true, description: FROM }) valid_from!: string | null;
  @DateField({ nullable: true, example: null, description: TO }) valid_to!: string | null;
  @StringField({ nullable: true, example: 'SEWING' }) operation!: string | null;
  @EnumField(ISSUE_METHODS) issue_method!: IssueMethod;
  @TextField({ nullable: true, max: 500, example: null }) notes!: string | null;
  @StringField({ nullable: true, example: null }) external_id!: string | null;
  @ListField(SubstituteDto, { description: 'In order of preference.' }) substitutes!: SubstituteDto[];
}

/** A bill in lists, without its lines. */
export class BomSummaryDto {
  @UuidField() id!: string;
  @UuidField() product_id!: string;
  @StringField({ example: 'BEAR-30' }) sku!: string;
  @StringField({ example: 'Teddy bear 30 cm' }) product_name!: string;
  @StringField({ example: 'B' }) revision!: string;
  @EnumField(BOM_TYPES) type!: BomType;
  @EnumField(BOM_MACHINE.states) state!: BomState;
  @QuantityField({ example: 12 }) output_quantity!: number;
  @DateField({ nullable: true, description: FROM }) valid_from!: string | null;
  @DateField({ nullable: true, example: null, description: TO }) valid_to!: string | null;
  @TextField({ nullable: true, example: null }) notes!: string | null;
  @StringField({ nullable: true, example: null }) external_id!: string | null;
  @IntegerField({ example: 7 }) line_count!: number;
  @IntegerField({ min: 1, description: 'Grows with every change, of a line too; send it as If-Match.' })
  version!: number;
  @UuidField({ nullable: true }) created_by!: string | null;
  @TimestampField() created_at!: string;
  @TimestampField() updated_at!: string;
}

export class BomDto extends BomSummaryDto {
  @ListField(BomLineDto) lines!: BomLineDto[];
}
