import {
  AttributesField,
  BooleanField,
  CodeField,
  DateField,
  EnumField,
  IntegerField,
  ListQuery,
  QuantityField,
  StringField,
  UuidField,
  patchOf,
} from '../../kernel/http/index.js';
import { versioned } from '../../master-data/index.js';
import { LOT_MACHINE } from './lot.machine.js';

/** Serial numbers that one line names, or one report of production makes, at most. */
export const MAX_SERIALS = 1000;

/** What can be said of a lot besides its code. */
class LotFacts {
  @UuidField({ optional: true, nullable: true, description: 'Who delivered it.' }) supplier_id?: string | null;
  @CodeField({ optional: true, nullable: true, example: 'KJ-7781', description: "The supplier's own lot number." })
  supplier_lot?: string | null;
  @DateField({ optional: true, nullable: true, example: '2026-01-10' }) manufactured_on?: string | null;
  @DateField({
    optional: true,
    nullable: true,
    example: '2027-01-10',
    description:
      'Last day on which it may be used. For a new lot: the day of making plus the shelf life of the product.',
  })
  expires_on?: string | null;
  @AttributesField({ optional: true, description: 'Free fields of your own, searchable by containment.' })
  attributes?: Record<string, unknown>;
}

export class LotInput extends LotFacts {
  @UuidField({ description: 'A product that is tracked by lot or serial number.' }) product_id!: string;
  @CodeField({ example: 'L-2026-0042', description: 'Lot or serial number, unique within the product.' }) code!: string;
  @StringField({ optional: true, nullable: true, min: 1, max: 200, example: 'LEGACY-LOT-9' })
  external_id?: string | null;
}

/** A lot named on a line that brings stock in: found by its code, or made. */
export class LotOnLineInput extends LotFacts {
  @CodeField({ example: 'L-2026-0042', description: 'Lot or serial number, unique within the product.' }) code!: string;
}

/** Serial numbers that follow one another. */
export class SerialRangeInput {
  @CodeField({ example: 'SN-0001', description: 'The first; the digits at its end are counted on.' }) first!: string;
  @IntegerField({ min: 1, max: MAX_SERIALS, example: 20, description: 'As many as there are pieces.' }) count!: number;
}

/** Product and code stay: a lot is relabelled, its pieces move to the new name. */
export class LotPatch extends patchOf(LotFacts) {}

class LotColumns extends LotInput {
  @CodeField({ example: 'FAB-PLUSH-BRN' }) sku!: string;
  @StringField({ example: 'Plush fabric, brown' }) product_name!: string;
  @EnumField(['lot', 'serial']) tracking!: string;
  @EnumField(LOT_MACHINE.states) state!: string;
  @CodeField({ nullable: true, example: 'KAIN-JAYA' }) supplier_code!: string | null;
  @BooleanField({ example: false, description: 'Whether its last day has passed.' }) is_expired!: boolean;
}

export class LotDto extends versioned(LotColumns) {}

export class LotListQuery extends ListQuery {
  @UuidField({ optional: true }) product_id?: string;
  @StringField({ optional: true, min: 1, max: 64, description: 'Exactly this code.' }) code?: string;
  @EnumField(LOT_MACHINE.states, { optional: true }) state?: string;
  @UuidField({ optional: true }) supplier_id?: string;
  @StringField({ optional: true, min: 1, max: 64 }) supplier_lot?: string;
  @DateField({ optional: true, description: 'Expires on this day or later.' }) expires_from?: string;
  @DateField({ optional: true, description: 'Expires on this day or earlier.' }) expires_to?: string;
  @BooleanField({ optional: true, description: 'Only lots whose last day has (true) or has not (false) passed.' })
  is_expired?: boolean;
  @BooleanField({ optional: true, description: 'Only lots of which there is (true) or is no (false) stock.' })
  in_stock?: boolean;
  @UuidField({ optional: true, description: 'Only lots with stock in this location or below it.' }) below?: string;
  @StringField({ optional: true, min: 1, max: 200 }) external_id?: string;
  @AttributesField({ optional: true, description: 'JSON that the attributes must contain.' })
  attributes?: Record<string, unknown>;
}

export class LotStockDto {
  @UuidField() company_id!: string;
  @UuidField() location_id!: string;
  @CodeField({ example: 'Z1-A-3' }) location_code!: string;
  @UuidField({ nullable: true }) warehouse_id!: string | null;
  @QuantityField() on_hand!: number;
  @QuantityField({ min: 0 }) reserved!: number;
  @QuantityField({ min: 0, description: 'Free to be promised: neither reserved nor held, of a lot that is available.' })
  available!: number;
}
