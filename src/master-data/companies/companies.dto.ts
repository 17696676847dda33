import { CodeField, EnumField, StringField, TextField, UuidField, patchOf } from '../../kernel/http/index.js';
import { RecordInput, RecordListQuery, deactivatable } from '../records/record.dto.js';

export const VALUATION_SCOPES = ['company', 'warehouse'] as const;

export class CompanyInput extends RecordInput {
  @CodeField({ example: 'BANDUNG', description: 'Unique whatever its case.' }) code!: string;
  @StringField({ min: 1, max: 200, example: 'Bandung plant' }) name!: string;
  @StringField({ optional: true, nullable: true, max: 200, example: 'PT Boneka Nusantara' }) legal_name?: string | null;
  @StringField({ optional: true, nullable: true, max: 64, example: '01.234.567.8-901.000' }) tax_number?: string | null;
  @TextField({ optional: true, nullable: true, max: 1000, example: 'Jl. Boneka 1, Bandung' }) address?: string | null;
  @CodeField({ max: 3, example: 'IDR', description: 'Currency of its books and stock values.' }) currency_code!: string;
  @UuidField({ optional: true, nullable: true, description: 'Which days it works.' }) calendar_id?: string | null;
  @EnumField(VALUATION_SCOPES, {
    optional: true,
    description: 'Whether a product costs the same in all of its warehouses.',
  })
  valuation_scope?: string;
}

export class CompanyPatch extends patchOf(CompanyInput) {}

export class CompanyDto extends deactivatable(CompanyInput) {}

export class CompanyListQuery extends RecordListQuery {
  @StringField({ optional: true, min: 1, max: 64, description: 'Exactly this code, in any case.' }) code?: string;
}
