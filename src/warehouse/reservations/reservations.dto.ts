import {
  BooleanField,
  CodeField,
  EnumField,
  ListField,
  ListQuery,
  QuantityField,
  StringField,
  TimestampField,
  UuidField,
} from '../../kernel/http/index.js';

export class ReservationLineInput {
  @UuidField() product_id!: string;
  @QuantityField() quantity!: number;
  @UuidField({ description: 'Taken anywhere in this location; held stock only when it is itself a held place.' })
  within_location_id!: string;
}

export class ReservationInput {
  @UuidField({
    optional: true,
    description: 'What the stock is held for; a new id when not given. An issue names it as `reserved_for`.',
  })
  source_id?: string;

  @BooleanField({
    optional: true,
    example: false,
    description: 'Take what there is and answer the shortages, instead of all or nothing.',
  })
  partial?: boolean;

  @ListField(ReservationLineInput, { min: 1, max: 1000 }) lines!: ReservationLineInput[];
}

export class ReservedDto {
  @UuidField() id!: string;
  @UuidField() product_id!: string;
  @UuidField() location_id!: string;
  @UuidField({ nullable: true }) lot_id!: string | null;
  @QuantityField() quantity!: number;
  @StringField({ example: 'manual' }) source_type!: string;
  @UuidField() source_id!: string;
  @UuidField({ nullable: true }) source_line_id!: string | null;
}

export class ShortageDto {
  @UuidField() product_id!: string;
  @CodeField({ example: 'FAB-PLUSH-BRN' }) sku!: string;
  @UuidField() location_id!: string;
  @CodeField({ example: 'WH' }) location_code!: string;
  @QuantityField() requested!: number;
  @QuantityField({ min: 0 }) available!: number;
}

export class ReservationResultDto {
  @UuidField() source_id!: string;
  @ListField(ReservedDto, { max: 100_000 }) reserved!: ReservedDto[];
  @ListField(ShortageDto, { max: 1000 }) shortages!: ShortageDto[];
}

const STATES = ['open', 'closed'] as const;

export class ReservationDto {
  @UuidField() id!: string;
  @UuidField() company_id!: string;
  @UuidField() product_id!: string;
  @CodeField({ example: 'FAB-PLUSH-BRN' }) sku!: string;
  @UuidField() location_id!: string;
  @CodeField({ example: 'Z1-A-3' }) location_code!: string;
  @UuidField({ nullable: true }) lot_id!: string | null;
  @EnumField(['hard']) kind!: string;
  @QuantityField({ description: 'As it was reserved.' }) quantity!: number;
  @QuantityField({ min: 0, description: 'Still held.' }) open_quantity!: number;
  @QuantityField({ min: 0 }) consumed_quantity!: number;
  @QuantityField({ min: 0 }) released_quantity!: number;
  @EnumField(STATES) state!: string;
  @StringField({ example: 'manufacturing_order' }) source_type!: string;
  @UuidField() source_id!: string;
  @UuidField({ nullable: true }) source_line_id!: string | null;
  @UuidField() created_by!: string;
  @TimestampField() created_at!: string;
  @TimestampField() updated_at!: string;
}

export class ReservationListQuery extends ListQuery {
  @UuidField({ optional: true }) company_id?: string;
  @UuidField({ optional: true }) product_id?: string;
  @UuidField({ optional: true }) location_id?: string;
  @StringField({ optional: true, max: 63 }) source_type?: string;
  @UuidField({ optional: true }) source_id?: string;
  @EnumField(STATES, { optional: true }) state?: string;
}
