import {
  BooleanField,
  CodeField,
  EnumField,
  IntegerField,
  ListField,
  ListQuery,
  QuantityField,
  StringField,
  TimestampField,
  UuidField,
} from '../../kernel/http/index.js';
import { DocumentUnitDto, QuantityInput } from '../line-units/index.js';
import { RESERVATION_KINDS } from '../stock/movement-draft.js';
import type { ReservationKind } from '../stock/movement-draft.js';

export class ReservationLineInput extends QuantityInput {
  @UuidField() product_id!: string;
  @UuidField({ description: 'Taken anywhere in this location; held stock only when it is itself a held place.' })
  within_location_id!: string;
  @UuidField({
    optional: true,
    nullable: true,
    description: 'Only this lot; otherwise lots as the place or the product says.',
  })
  lot_id?: string | null;
}

/** What is asked for, and what holds for all lines of it. */
class ReservationTerms {
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

  @IntegerField({
    optional: true,
    min: 1,
    max: 9,
    example: 5,
    description: 'From 1, the most important, to 9; 5 when not given.',
  })
  priority?: number;
  @TimestampField({ optional: true, nullable: true, description: 'When the stock will be wanted.' }) needed_at?:
    string | null;
  @TimestampField({ optional: true, nullable: true, description: 'When it is given back by itself.' }) expires_at?:
    string | null;
}

export class ReservationInput extends ReservationTerms {
  @EnumField(RESERVATION_KINDS, {
    optional: true,
    description: '`hard` holds these pieces; `soft` binds none and counts only against what can be promised.',
  })
  kind?: ReservationKind;
}

export class ReallocationInput extends ReservationTerms {
  @StringField({ min: 1, max: 2000, example: 'The export container leaves on Friday' }) reason!: string;
}

export class ReservedDto {
  @UuidField() id!: string;
  @UuidField() product_id!: string;
  @UuidField() location_id!: string;
  @UuidField({ nullable: true }) lot_id!: string | null;
  @QuantityField() quantity!: number;
  @EnumField(RESERVATION_KINDS) kind!: string;
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
  @ListField(DocumentUnitDto, {
    optional: true,
    max: 1000,
    description: 'What was asked for in units, when anything was.',
  })
  units?: DocumentUnitDto[];
}

export class TakenOverDto {
  @UuidField({ description: 'The reservation that it was taken from.' }) reservation_id!: string;
  @StringField({ example: 'manufacturing_order' }) source_type!: string;
  @UuidField() source_id!: string;
  @UuidField() product_id!: string;
  @UuidField() location_id!: string;
  @UuidField({ nullable: true }) lot_id!: string | null;
  @QuantityField() quantity!: number;
}

export class ReallocationResultDto extends ReservationResultDto {
  @ListField(TakenOverDto, { max: 100_000, description: 'From whom pieces were taken, in that order.' })
  taken!: TakenOverDto[];
}

export class ReallocationDto {
  @UuidField() id!: string;
  @UuidField() from_reservation_id!: string;
  @UuidField() to_reservation_id!: string;
  @StringField({ example: 'manufacturing_order' }) from_source_type!: string;
  @UuidField() from_source_id!: string;
  @StringField({ example: 'manual' }) to_source_type!: string;
  @UuidField() to_source_id!: string;
  @QuantityField() quantity!: number;
  @StringField({ example: 'The export container leaves on Friday' }) reason!: string;
  @UuidField() created_by!: string;
  @TimestampField() created_at!: string;
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
  @EnumField(RESERVATION_KINDS) kind!: string;
  @IntegerField({ min: 1, max: 9, example: 5 }) priority!: number;
  @TimestampField({ nullable: true }) needed_at!: string | null;
  @TimestampField({ nullable: true }) expires_at!: string | null;
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
  @EnumField(RESERVATION_KINDS, { optional: true }) kind?: string;
  @UuidField({ optional: true }) lot_id?: string;
}
