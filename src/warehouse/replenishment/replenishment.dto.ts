import {
  BooleanField,
  CodeField,
  DateField,
  EnumField,
  ListField,
  ListQuery,
  ObjectField,
  QuantityField,
  StringField,
  UuidField,
  ValuesField,
} from '../../kernel/http/index.js';
import { MovementDto } from '../movements/movements.dto.js';
import type { LimitedBy } from './bringing.js';
import { MAX_BINS } from './replenishment-limits.js';

export class BringFromDto {
  @UuidField() location_id!: string;
  @CodeField({ example: 'BULK-07' }) location_code!: string;
  @UuidField({ nullable: true }) lot_id!: string | null;
  @CodeField({ nullable: true, example: 'L-2026-0042' }) lot_code!: string | null;
  @DateField({ nullable: true }) expires_on!: string | null;
  @QuantityField({ description: 'Pieces to take here.' }) quantity!: number;
}

export class ReplenishmentDto {
  @UuidField({ description: 'The rule.' }) id!: string;
  @UuidField() company_id!: string;
  @UuidField() warehouse_id!: string;
  @UuidField({ description: 'The bin to fill.' }) location_id!: string;
  @CodeField({ example: 'P-01' }) location_code!: string;
  @UuidField() product_id!: string;
  @CodeField({ example: 'TEDDY-30' }) sku!: string;
  @StringField({ example: 'Teddy bear 30 cm, brown' }) product_name!: string;
  @QuantityField({ min: 0 }) on_hand!: number;
  @QuantityField({
    min: 0,
    example: 3,
    description: 'Pieces that can be picked: neither reserved nor of a lot on hold or expired.',
  })
  free!: number;
  @QuantityField() minimum!: number;
  @QuantityField() maximum!: number;
  @QuantityField() multiple!: number;
  @QuantityField({ description: 'Pieces that fill it up to the maximum, in whole multiples.' }) wanted!: number;
  @QuantityField({ min: 0, description: 'Pieces that can be brought.' }) quantity!: number;
  @QuantityField({ min: 0, example: 0, description: 'Pieces wanted that cannot be brought.' }) short!: number;
  @EnumField(['source', 'capacity'], {
    nullable: true,
    example: null,
    description: 'What holds back the rest: too little to take, or no room in the bin.',
  })
  limited_by!: LimitedBy | null;
  @ListField(BringFromDto, { description: 'In the order of picking.' }) from!: BringFromDto[];
}

export class ReplenishmentListQuery extends ListQuery {
  @UuidField({ optional: true }) company_id?: string;
  @UuidField({ optional: true }) warehouse_id?: string;
  @UuidField({ optional: true, description: 'The bin.' }) location_id?: string;
  @UuidField({ optional: true }) product_id?: string;
}

export class ReplenishInput {
  @ValuesField('uuid', { optional: true, min: 1, max: MAX_BINS, description: 'These, by their rules.' })
  rule_ids?: string[];
  @UuidField({ optional: true, description: 'Instead: all bins of this warehouse.' }) warehouse_id?: string;
}

export class ReplenishedDto {
  @ObjectField(MovementDto, { nullable: true, description: 'Null when nothing was to be brought.' })
  movement!: MovementDto | null;
  @ListField(ReplenishmentDto, { description: 'The bins below their minimum, with what was brought to each.' })
  bins!: ReplenishmentDto[];
  @ValuesField('uuid', { example: [], description: 'Rules that were asked for and whose bins have their minimum.' })
  not_needed!: string[];
  @BooleanField({
    example: false,
    description: `Whether more than ${MAX_BINS} bins are low: call again for the others.`,
  })
  more!: boolean;
}
