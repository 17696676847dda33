import {
  AttributesField,
  BooleanField,
  CodeField,
  DateField,
  DecimalField,
  EnumField,
  IntegerField,
  ListField,
  MoneyField,
  QuantityField,
  ScanField,
  StringField,
  TextField,
  TimestampField,
  UnitCostField,
  UnitQuantityField,
  UuidField,
  ValuesField,
} from '../../kernel/http/index.js';
import { BlockingReasonDto } from '../../kernel/state-machine/index.js';
import type { WhenClosed } from '../stock/movement-draft.js';
import { WhenClosedField } from '../stock/when-closed.field.js';
import { SCAN_FORMATS } from './scan-text.js';

const MAX_LINES = 500;
const PLACE = 'PBK1:L:MAIN:Z1-A-3*6B1A';

const SCANNED =
  'As the reader sent it: an element string of GS1 (with or without its symbology identifier, or in brackets), a code of our own labels, or the plain digits of a barcode.';

export class ResolveScanInput {
  @ScanField({ description: SCANNED }) scan!: string;
}

export class ScanElementDto {
  @StringField({ example: '10', description: 'The application identifier.' }) ai!: string;
  @StringField({ example: 'BATCH/LOT' }) title!: string;
  @StringField({ example: 'ABC-1' }) value!: string;
  @IntegerField({ min: 1, description: 'Where it stands in what was read.' }) position!: number;
  @DateField({ optional: true }) date?: string;
  @DecimalField({ optional: true, scale: 5, digits: 15, example: '1.250', description: 'A measure or an amount.' })
  decimal?: string;
  @StringField({ optional: true, example: 'KG', description: 'The unit of a measure.' }) unit?: string;
}

export class ScanActionDto {
  @StringField({ example: 'put_away' }) action!: string;
  @StringField({ example: '/warehouse/scans/put-away', description: 'What to POST to.' }) path!: string;
  @StringField({ example: 'warehouse.stock.transfer' }) permission!: string;
  @BooleanField() allowed!: boolean;
  @ListField(BlockingReasonDto, { example: [], description: 'Empty when the action is allowed.' })
  reasons!: BlockingReasonDto[];
}

export class ScanMatchDto {
  @StringField({ example: 'lot', description: 'What it is.' }) kind!: string;
  @UuidField() id!: string;
  @StringField({ example: 'L-2026-0042' }) code!: string;
  @StringField({ nullable: true, example: 'Plush fabric, brown' }) name!: string | null;
  @StringField({ nullable: true, example: 'available' }) state!: string | null;
  @AttributesField({ description: 'What else is known of it, by its kind.' }) details!: Record<string, unknown>;
  @ListField(ScanActionDto, { description: 'What may be done with it now.' }) actions!: ScanActionDto[];
}

export class ScanFindingDto {
  @StringField({ example: 'LOT_UNKNOWN' }) code!: string;
  @StringField({ example: 'There is no lot ABC-1 of the product yet; receiving it makes it' }) message!: string;
}

export class ScanResolutionDto {
  @EnumField(SCAN_FORMATS) format!: string;
  @StringField({ nullable: true, example: ']d2', description: 'The kind of symbol, if the reader tells it.' })
  symbology!: string | null;
  @ListField(ScanElementDto) elements!: ScanElementDto[];
  @ListField(ScanMatchDto, { description: 'Several, when a plain code means several things.' })
  matches!: ScanMatchDto[];
  @ListField(ScanFindingDto) findings!: ScanFindingDto[];
}

export class ScanLineInput {
  @ValuesField('scan', {
    min: 1,
    max: 10,
    example: ['(01)09506000134352(17)290228(10)ABC-1'],
    description: `What was scanned of one thing, in one symbol or several. ${SCANNED}`,
  })
  scans!: string[];
  @QuantityField({ optional: true, description: 'Pieces of the stock unit, when the codes do not say how many.' })
  quantity?: number;
  @UnitQuantityField({ optional: true, nullable: true, description: 'Instead: how many of `unit_id`.' })
  unit_quantity?: string | null;
  @UuidField({ optional: true, nullable: true, description: 'The unit of the pack that was scanned, when not given.' })
  unit_id?: string | null;
}

/** A line of goods that are put somewhere. */
class PutLineInput extends ScanLineInput {
  @ScanField({ optional: true, example: PLACE, description: 'Where it goes, if not to that of the whole.' })
  to?: string;
}

/** A line of goods that are taken from somewhere. */
class TakenScanInput extends ScanLineInput {
  @ScanField({ optional: true, example: PLACE, description: 'Where it comes from, if not from that of the whole.' })
  from?: string;
}

export class MoveLineInput extends TakenScanInput {
  @ScanField({ optional: true, example: PLACE, description: 'Where it goes, if not to that of the whole.' })
  to?: string;
}

export class ReceiveLineInput extends PutLineInput {
  @UnitCostField({ optional: true, nullable: true, description: 'For one of the unit that is counted in.' })
  unit_cost?: string | null;
  @MoneyField({ optional: true, nullable: true, description: 'The value outright, instead of a unit cost.' })
  value?: string | null;
}

class ScannedDocument {
  @UuidField({ optional: true, description: "The caller's default company when not given." }) company_id?: string;
  @StringField({ optional: true, nullable: true, max: 200, example: 'DN-2026-0142' }) reference?: string | null;
  @TextField({ optional: true, nullable: true }) reason?: string | null;
  @TimestampField({ optional: true, nullable: true, description: 'When it happened, if that was earlier.' })
  effective_at?: string | null;
  @WhenClosedField() when_closed?: WhenClosed | null;
  @ScanField({
    optional: true,
    example: PLACE,
    description: 'A location scan: where all of it comes from.',
  })
  from?: string;
  @ScanField({
    optional: true,
    example: PLACE,
    description: 'A location scan: where all of it goes.',
  })
  to?: string;
}

export class ReceiveScansInput extends ScannedDocument {
  @ListField(ReceiveLineInput, { min: 1, max: MAX_LINES }) lines!: ReceiveLineInput[];
}

export class PickLineInput extends TakenScanInput {
  @UuidField({ optional: true, nullable: true, description: 'The source whose reservations are used up first.' })
  reserved_for?: string | null;
}

export class PickScansInput extends ScannedDocument {
  @ListField(PickLineInput, { min: 1, max: MAX_LINES }) lines!: PickLineInput[];
}

export class MoveScansInput extends ScannedDocument {
  @ListField(MoveLineInput, { min: 1, max: MAX_LINES }) lines!: MoveLineInput[];
}

class CountedLineInput extends ScanLineInput {
  @ScanField({
    optional: true,
    example: PLACE,
    description: 'Where it lies, if not in that of the whole.',
  })
  at?: string;
}

export class CountScansInput {
  @UuidField({ description: 'The stock count that is under way.' }) count_id!: string;
  @ScanField({
    optional: true,
    example: PLACE,
    description: 'A location scan: where all of it lies.',
  })
  at?: string;
  @ListField(CountedLineInput, {
    min: 1,
    max: MAX_LINES,
    description: 'Each scan of a thing; what is scanned several times in one place is added up.',
  })
  lines!: CountedLineInput[];
}

export class CountedEntryDto {
  @UuidField() product_id!: string;
  @CodeField({ example: 'TEDDY-30' }) sku!: string;
  @UuidField({ nullable: true }) lot_id!: string | null;
  @CodeField({ nullable: true, example: 'L-2026-0042' }) lot_code!: string | null;
  @UuidField() location_id!: string;
  @QuantityField() quantity!: number;
}

export class CountedScansDto {
  @IntegerField({ description: 'Entries taken.' }) taken!: number;
  @ListField(CountedEntryDto, { description: 'What was counted; what the books say is not shown.' })
  entries!: CountedEntryDto[];
}
