import type { ImportDefinition } from '../../kernel/imports/index.js';
import { ImportSql, depths, referenceColumn } from './import-sql.js';
import type { Statement } from './import-sql.js';
import type { GivenField } from './row-reader.js';

/** Words of a finding: what is wrong, and where. */
interface Finding {
  readonly severity?: 'error' | 'warning';
  readonly field: string | null;
  readonly code: string;
  readonly message: string;
}

/**
 * The checks that need all rows or the database, as statements that write every finding at once. None stops another one: a row
 * with a wrong cell has its references and its repetition checked as well.
 */
export class ImportChecks {
  private readonly columns: ReadonlyMap<string, string | null>;

  constructor(
    private readonly jobId: string,
    private readonly definition: ImportDefinition,
    private readonly given: readonly GivenField[],
    private readonly sql: ImportSql,
  ) {
    this.columns = new Map(given.map(({ name, column }) => [name, column]));
  }

  /** What was found while the file was read. */
  staged(): Statement {
    return {
      text: `insert into erp.import_findings (job_id, severity, row_no, line, column_name, field, code, message, value)
        select $1, 'error', r.row_no, r.line, f."column", f.field, f.code, f.message, f.value
        from erp.import_rows r
        cross join lateral jsonb_to_recordset(r.faults) as f ("column" text, field text, code text, message text, value text)
        where r.job_id = $1 and r.faults is not null`,
      values: [this.jobId],
    };
  }

  /** References, repetitions, names of other systems, fields that a new row needs, and the resource's own rules. */
  rules(): Statement[] {
    return [
      ...this.references(),
      ...this.repetitions(),
      ...this.names(),
      ...this.neededForNewRows(),
      ...(this.definition.rules ?? []).map((rule) => this.finding(rule, rule.where)),
    ];
  }

  /** Marks every row with an error, and what hangs on it: rows below a refused new row, rows of the same unit. */
  reject(): Statement[] {
    const mark: Statement = {
      text: `update import_row s set rejected = true
        from (select distinct row_no from erp.import_findings where job_id = $1 and severity = 'error') f
        where f.row_no = s.row_no and not s.rejected`,
      values: [this.jobId],
    };
    const { procedure } = this.definition;
    const self = this.sql.selfReference();
    const followers: Statement[] = [];
    if (procedure) {
      const words = {
        field: null,
        code: 'DOCUMENT_REJECTED',
        message: 'belongs to a document of which another row is at fault',
      };
      followers.push(
        this.finding(
          words,
          `not s.rejected and (${procedure.unit}) in (select ${procedure.unit} from import_row s where s.rejected)`,
        ),
      );
    }
    if (self) {
      const parent = referenceColumn(self.name, self.field);
      const below = `with recursive bad as (
          select s.row_no, s.new_id from import_row s where s.rejected and s.target_id is null
          union select s.row_no, s.new_id from import_row s join bad on s.${parent} = bad.new_id)
        select row_no from bad`;
      followers.push(
        this.finding(
          { field: self.name, code: 'PARENT_REJECTED', message: 'is a row of this file that was rejected' },
          `not s.rejected and s.row_no in (${below})`,
        ),
        mark,
        this.finding(
          { field: self.name, code: 'CYCLE', message: 'leads back to the row itself' },
          `not s.rejected and not s.merged and s.row_no not in (select d.row_no from (${depths(parent)}) d)`,
        ),
      );
    }
    return followers.length ? [mark, ...followers, mark] : [mark];
  }

  private references(): Statement[] {
    return this.given.flatMap(({ name, field, by, system }) => {
      if (field.type !== 'reference') return [];
      const column = name === 'company' ? 'company_id' : referenceColumn(name, field);
      const things = field.reference.table.replace(/^erp\./, '').replaceAll('_', ' ');
      const how = by === 'external_id' ? ` by the ids of ${system}` : by === 'id' ? ' by id' : '';
      const words = { field: name, code: 'REFERENCE_NOT_FOUND', message: `was not found among the ${things}${how}` };
      return [this.finding(words, `s.${name} is not null and s.${column} is null`)];
    });
  }

  private repetitions(): Statement[] {
    return this.sql.duplicateKeys().map((key) => ({
      text: `insert into erp.import_findings (job_id, severity, row_no, line, code, message)
        select $1, 'error', d.row_no, s.line, 'DUPLICATE_IN_FILE', 'has the same key as line ' || d.first_line || ' and other values'
        from (${this.sql.repeated(key)}) d join import_row s on s.row_no = d.row_no
        where not d.same and not s.merged and not exists (
          select from erp.import_findings f where f.job_id = $1 and f.row_no = d.row_no and f.code = 'DUPLICATE_IN_FILE')`,
      values: [this.jobId],
    }));
  }

  private names(): Statement[] {
    const { entity_type: entityType, target } = this.definition;
    if (!entityType || !target || !this.columns.has('external_id')) return [];
    return [
      this.finding(
        { field: 'external_system', code: 'REQUIRED', message: 'is required with an external id' },
        's.external_id is not null and s.external_system is null',
      ),
      this.finding(
        { field: 'external_id', code: 'KEY_CONFLICT', message: 'names another row than the key does' },
        's.named_id is not null and s.key_id is not null and s.named_id <> s.key_id',
      ),
      this.finding(
        {
          field: 'external_id',
          code: 'EXTERNAL_ID_DIFFERS',
          message: 'differs from the id by which that system already knows the row',
        },
        `s.external_id is not null and s.named_id is null and exists (select from erp.external_ids x
          where x.entity_type = '${entityType}' and x.entity_id = s.key_id and x.system = s.external_system)`,
      ),
    ];
  }

  private neededForNewRows(): Statement[] {
    if (!this.definition.target) return [];
    return Object.entries(this.definition.fields)
      .filter(([name, field]) => field.required && !this.columns.has(name))
      .map(([name]) =>
        this.finding(
          { field: name, code: 'REQUIRED', message: 'is required for a new row, and no column gives it' },
          's.target_id is null',
        ),
      );
  }

  private finding({ severity = 'error', field, code, message }: Finding, where: string): Statement {
    const value = field !== null && this.columns.has(field) ? `left(s.${field}::text, 100)` : 'null';
    const column = field === null ? null : (this.columns.get(field) ?? null);
    return {
      text: `insert into erp.import_findings (job_id, severity, row_no, line, column_name, field, code, message, value)
        select $1, '${severity}', s.row_no, s.line, $2, $3, $4, $5, ${value} from import_row s where ${where}`,
      values: [this.jobId, column, field, code, message],
    };
  }
}
