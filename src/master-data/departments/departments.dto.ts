import { CodeField, StringField, UuidField, patchOf } from '../../kernel/http/index.js';
import { RecordInput, RecordListQuery, deactivatable } from '../records/record.dto.js';

class DepartmentFields extends RecordInput {
  @CodeField({ example: 'SEWING', description: 'Unique within the company, whatever its case.' }) code!: string;
  @StringField({ min: 1, max: 200, example: 'Sewing' }) name!: string;
}

export class DepartmentInput extends DepartmentFields {
  @UuidField({ optional: true, description: "The caller's default company when not given." }) company_id?: string;
}

/** A department stays with its company: its documents lie there. */
export class DepartmentPatch extends patchOf(DepartmentFields) {}

export class DepartmentDto extends deactivatable(DepartmentInput) {
  @CodeField({ example: 'MAIN' }) company_code!: string;
}

export class DepartmentListQuery extends RecordListQuery {
  @StringField({ optional: true, min: 1, max: 64, description: 'Exactly this code, in any case.' }) code?: string;
  @UuidField({ optional: true }) company_id?: string;
}
