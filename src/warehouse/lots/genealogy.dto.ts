import {
  BooleanField,
  CodeField,
  DateField,
  EnumField,
  IntegerField,
  ListField,
  QuantityField,
  StringField,
  TimestampField,
  UuidField,
  ValuesField,
} from '../../kernel/http/index.js';
import { DEFAULT_DEPTH, MAX_DEPTH, MAX_STEPS } from './genealogy-limits.js';
import { LOT_MACHINE } from './lot.machine.js';

export const DIRECTIONS = ['forward', 'backward'] as const;

export class GenealogyQuery {
  @EnumField(DIRECTIONS, {
    optional: true,
    description: 'What became of it (forward, the default), or what it was made of.',
  })
  direction?: 'forward' | 'backward';
  @IntegerField({
    optional: true,
    min: 1,
    max: MAX_DEPTH,
    example: DEFAULT_DEPTH,
    description: 'How many steps away at most.',
  })
  depth?: number;
}

export class GenealogyLotDto {
  @UuidField() lot_id!: string;
  @CodeField({ example: 'L-2026-0042' }) code!: string;
  @EnumField(LOT_MACHINE.states) state!: string;
  @UuidField() product_id!: string;
  @CodeField({ example: 'FAB-PLUSH-BRN' }) sku!: string;
  @StringField({ example: 'Plush fabric, brown' }) product_name!: string;
  @CodeField({ nullable: true, example: 'KJ-7781' }) supplier_lot!: string | null;
  @DateField({ nullable: true }) expires_on!: string | null;
  @IntegerField({ description: 'Steps away from the lot asked for.' }) depth!: number;
  @QuantityField({ min: 0, description: 'On hand now, where you may look.' }) on_hand!: number;
}

export class GenealogyStepDto {
  @IntegerField({ min: 1 }) depth!: number;
  @UuidField({ description: 'The lot that went in.' }) from_lot_id!: string;
  @UuidField({ nullable: true, description: 'The lot that came out; null for a product that is not tracked.' })
  to_lot_id!: string | null;
  @UuidField() to_product_id!: string;
  @EnumField(['production', 'conversion']) via!: string;
  @StringField({ example: 'manufacturing_order' }) source_type!: string;
  @UuidField() source_id!: string;
  @QuantityField({ description: 'Pieces of the one that went in.' }) from_quantity!: number;
  @QuantityField({ description: 'Pieces of the other that came out.' }) to_quantity!: number;
}

/** Pieces that came from a supplier or went to a customer, by movement. */
export class LotTradeDto {
  @UuidField() movement_id!: string;
  @CodeField({ example: 'SM-000000142' }) movement_number!: string;
  @TimestampField() effective_at!: string;
  @UuidField() lot_id!: string;
  @CodeField({ example: 'L-2026-0042' }) lot_code!: string;
  @CodeField({ example: 'BEAR-30-BRN' }) sku!: string;
  @StringField({ nullable: true, example: 'DN-2026-0142' }) reference!: string | null;
  @StringField({ example: 'manual' }) source_type!: string;
  @UuidField() source_id!: string;
  @QuantityField() quantity!: number;
  @QuantityField({ min: 0, description: 'Of these, how many went back.' }) returned_quantity!: number;
}

export class GenealogyDto {
  @UuidField() lot_id!: string;
  @EnumField(DIRECTIONS) direction!: string;
  @BooleanField({
    example: false,
    description: 'Whether there is more than an answer or the depth asked for can hold.',
  })
  truncated!: boolean;
  @ListField(GenealogyLotDto, { max: MAX_STEPS + 1 }) lots!: GenealogyLotDto[];
  @ListField(GenealogyStepDto, { max: MAX_STEPS }) steps!: GenealogyStepDto[];
  @ListField(LotTradeDto, { max: 100_000, description: 'Where any of these lots came from.' }) receipts!: LotTradeDto[];
  @ListField(LotTradeDto, { max: 100_000, description: 'Where any of these lots went.' }) deliveries!: LotTradeDto[];
}

export const RECALL_PLACES = ['in_stock', 'delivered', 'in_production', 'made_into'] as const;

export class RecallQuery {
  @EnumField(['json', 'csv'], { optional: true }) format?: 'json' | 'csv';
}

export class SupplierLotQuery extends RecallQuery {
  @StringField({ min: 1, max: 64, example: 'KJ-7781', description: "The supplier's own lot number." })
  supplier_lot!: string;
  @UuidField({ optional: true, description: 'Only lots of this supplier; other suppliers may use the same number.' })
  supplier_id?: string;
}

export class RecallRowDto {
  @EnumField(RECALL_PLACES, {
    description:
      '`made_into`: pieces of a product that is not tracked, which cannot be followed any further; the lot is the one that went in.',
  })
  place!: string;
  @UuidField() lot_id!: string;
  @CodeField({ example: 'L-2026-0042' }) lot_code!: string;
  @CodeField({ example: 'BEAR-30-BRN' }) sku!: string;
  @StringField({ example: 'Teddy bear 30 cm, brown' }) product_name!: string;
  @QuantityField({
    description: 'Pieces to look for: on hand, or delivered and not come back, or used up where nothing has come out.',
  })
  quantity!: number;
  @CodeField({ nullable: true, example: 'Z1-A-3' }) location_code!: string | null;
  @CodeField({ nullable: true, example: 'SM-000000142' }) movement_number!: string | null;
  @StringField({ nullable: true, example: 'DN-2026-0142' }) reference!: string | null;
  @StringField({ nullable: true, example: 'manual' }) source_type!: string | null;
  @UuidField({ nullable: true }) source_id!: string | null;
  @TimestampField({ nullable: true }) effective_at!: string | null;
}

export class RecallDto {
  @ValuesField('uuid', { max: MAX_STEPS, description: 'The lots that were asked for.' }) lot_ids!: string[];
  @BooleanField({ example: false }) truncated!: boolean;
  @ListField(RecallRowDto, { max: 200_000 }) rows!: RecallRowDto[];
}
