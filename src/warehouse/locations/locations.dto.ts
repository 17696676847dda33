import {
  BooleanField,
  CodeField,
  EnumField,
  IntegerField,
  ListField,
  ListQuery,
  QuantityField,
  StringField,
  UuidField,
  ValuesField,
  patchOf,
} from '../../kernel/http/index.js';
import { PICK_STRATEGIES, deactivatable } from '../../master-data/index.js';

export const REAL_LOCATION_TYPES = [
  'warehouse',
  'zone',
  'rack',
  'shelf',
  'bin',
  'production_floor',
  'transit',
  'subcontractor',
  'quarantine',
  'scrap',
] as const;

export const LOCATION_TYPES = [
  ...REAL_LOCATION_TYPES,
  'supplier',
  'customer',
  'production',
  'adjustment',
  'conversion',
] as const;

class LocationFields {
  @CodeField({ example: 'Z1-A-3-F-Left', description: 'Unique within the company.' }) code!: string;
  @StringField({ min: 1, max: 200, example: 'Zone 1, rack A, shelf 3, front left' }) name!: string;
  @EnumField(REAL_LOCATION_TYPES, { example: 'bin' }) type!: string;
  @UuidField({
    optional: true,
    nullable: true,
    description: 'What it stands in; null for a warehouse, transit or a subcontractor.',
  })
  parent_id?: string | null;
  @EnumField(PICK_STRATEGIES, {
    optional: true,
    nullable: true,
    example: 'fifo',
    description: 'Which lot goes first when picking within this location, whatever the product says.',
  })
  pick_strategy?: string | null;
  @QuantityField({
    optional: true,
    nullable: true,
    example: 120,
    description: 'Units of space for what lies at this very location; null: as much as comes.',
  })
  capacity?: number | null;
  @BooleanField({ optional: true, example: false, description: 'Whether it holds one product at a time.' })
  one_product_only?: boolean;
  @BooleanField({ optional: true, example: false, description: 'Whether what lies here waits to be put away.' })
  is_receiving?: boolean;
  @StringField({
    optional: true,
    nullable: true,
    min: 1,
    max: 200,
    example: 'LEGACY-BIN-7',
    description: 'Id in the system it came from.',
  })
  external_id?: string | null;
}

/** Whose stock lies there. It is said once: a location keeps its owner. */
class OwnedFields extends LocationFields {
  @UuidField({
    optional: true,
    nullable: true,
    description:
      'The supplier whose stock it is until it is taken over (consignment); inherited from what it stands in.',
  })
  owner_supplier_id?: string | null;
  @UuidField({
    optional: true,
    nullable: true,
    description: 'The customer whose material it is; inherited from what it stands in.',
  })
  owner_customer_id?: string | null;
}

export class LocationInput extends OwnedFields {
  @UuidField({ optional: true, description: "The caller's default company when not given." }) company_id?: string;
}

/** Its company and its owner stay; its parent may change within the warehouse. */
export class LocationPatch extends patchOf(LocationFields) {}

class LocationColumns extends OwnedFields {
  @UuidField() company_id!: string;
}

export class LocationDto extends deactivatable(LocationColumns) {
  @EnumField(LOCATION_TYPES, { example: 'bin' }) declare type: string;
  @UuidField({ nullable: true, description: 'The warehouse it lies in; null for virtual sides and places outside.' })
  warehouse_id!: string | null;
  @CodeField({ nullable: true, example: 'WH' }) warehouse_code!: string | null;
  @CodeField({ nullable: true, example: 'STOCK' }) parent_code!: string | null;
  @IntegerField({ example: 2, description: 'Steps below the root.' }) depth!: number;
  @QuantityField({
    nullable: true,
    min: 0,
    example: 96,
    description: 'Units of space that are taken; null where there is no capacity.',
  })
  occupied!: number | null;
  @BooleanField({ example: false, description: 'A side that stock comes from or goes to; its balance is not kept.' })
  is_virtual!: boolean;
  @BooleanField({
    description: 'Whether stock here can be promised: not in quarantine, scrap and transit, and not of others.',
  })
  is_available!: boolean;
  @BooleanField({ example: false, description: 'Whether what lies here belongs to somebody else and has no value.' })
  is_owned!: boolean;
}

export class LocationListQuery extends ListQuery {
  @UuidField({ optional: true }) company_id?: string;
  @UuidField({ optional: true, description: 'What lies in this warehouse, itself included.' }) warehouse_id?: string;
  @UuidField({ optional: true, description: 'What stands directly in this location.' }) parent_id?: string;
  @UuidField({ optional: true, description: 'This location and everything below it, at any depth.' }) below?: string;
  @EnumField(LOCATION_TYPES, { optional: true }) type?: string;
  @StringField({ optional: true, min: 1, max: 64, description: 'Exactly this code, in any case.' }) code?: string;
  @StringField({ optional: true, min: 1, max: 200 }) external_id?: string;
  @BooleanField({ optional: true }) is_active?: boolean;
  @BooleanField({ optional: true }) is_virtual?: boolean;
  @BooleanField({ optional: true, description: 'Only places where stock waits to be put away.' })
  is_receiving?: boolean;
  @BooleanField({ optional: true, description: 'Only places with (true) or without (false) stock of others.' })
  is_owned?: boolean;
  @UuidField({ optional: true }) owner_supplier_id?: string;
  @UuidField({ optional: true }) owner_customer_id?: string;
}

export class AddressPartInput {
  @CodeField({ max: 20, example: 'shelf', description: 'Name of the part, as the pattern calls it.' }) name!: string;
  @ValuesField('string', { optional: true, max: 500, description: 'Its values one by one, instead of from and to.' })
  values?: string[];
  @CodeField({
    optional: true,
    max: 10,
    example: '1',
    description: 'First value: a whole number or one capital letter.',
  })
  from?: string;
  @CodeField({ optional: true, max: 10, example: '4', description: 'Last value, of the same kind.' }) to?: string;
  @IntegerField({
    optional: true,
    min: 1,
    max: 10,
    example: 2,
    description: 'Digits that numbers are filled up to with zeros.',
  })
  digits?: number;
}

export class GenerateLocationsInput {
  @UuidField({ description: 'What the new locations stand in.' }) parent_id!: string;
  @EnumField(REAL_LOCATION_TYPES, { default: 'bin', example: 'bin' }) type!: string;
  @StringField({
    min: 1,
    max: 100,
    example: '{zone}-{rack}-{shelf}-{level}-{side}',
    description: 'The address, with the name of each part in braces.',
  })
  pattern!: string;
  @ListField(AddressPartInput, {
    min: 1,
    max: 8,
    example: [
      { name: 'zone', values: ['Z1'] },
      { name: 'rack', from: 'A', to: 'C' },
      { name: 'shelf', from: '1', to: '3' },
      { name: 'level', values: ['F', 'B'] },
      { name: 'side', values: ['Left', 'Right'] },
    ],
  })
  parts!: AddressPartInput[];
  @QuantityField({ optional: true, nullable: true, example: 120, description: 'Units of space of each of them.' })
  capacity?: number | null;
  @BooleanField({ optional: true, description: 'Whether each of them holds one product at a time.' })
  one_product_only?: boolean;
}

export class GeneratedLocationsDto {
  @IntegerField({ example: 36 }) created!: number;
  @IntegerField({ example: 0, description: 'Addresses that were there already and stay as they are.' })
  existing!: number;
  @ValuesField('string', { max: 5000, example: ['Z1-A-1-F-Left'], description: 'The addresses that were made.' })
  codes!: string[];
}
