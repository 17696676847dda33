import {
  AttributesField,
  BooleanField,
  CodeField,
  EnumField,
  IntegerField,
  ListField,
  ListQuery,
  StringField,
  TextField,
  TimestampField,
  UuidField,
  ValuesField,
} from '../../kernel/http/index.js';

export const JOB_STATUSES = ['queued', 'running', 'succeeded', 'failed'] as const;
export const ON_ERROR = ['reject_all', 'skip_rows'] as const;

/** How a file is to be imported. */
export class ImportOptionsQuery {
  @BooleanField({
    optional: true,
    example: false,
    description: 'Checks and applies everything, then undoes it; the findings stay.',
  })
  dry_run?: boolean;

  @StringField({
    optional: true,
    min: 1,
    max: 64,
    example: 'adventureworks-products',
    description: 'Name of a stored mapping by which the file is read.',
  })
  mapping?: string;

  @EnumField(ON_ERROR, {
    optional: true,
    description: 'What rows at fault mean: `reject_all` imports nothing (the default), `skip_rows` imports the others.',
  })
  on_error?: (typeof ON_ERROR)[number];
}

export class ImportJobsQuery extends ListQuery {
  @StringField({ optional: true, max: 64, example: 'products' })
  resource?: string;

  @EnumField(JOB_STATUSES, { optional: true })
  status?: string;
}

export class ImportFindingsQuery extends ListQuery {
  @StringField({ optional: true, max: 64, example: 'REFERENCE_NOT_FOUND' })
  code?: string;
}

export class SkippedRowsDto {
  @StringField({ description: 'Why the rule of the mapping leaves these rows out.' })
  reason!: string;

  @IntegerField()
  rows!: number;
}

/** One import: what was asked, how far it is, how it ended. Rows read = skipped + merged + rejected + inserted + updated + unchanged. */
export class ImportJobDto {
  @UuidField()
  id!: string;

  @StringField({ example: 'products' })
  resource!: string;

  @UuidField()
  company_id!: string;

  @EnumField(JOB_STATUSES)
  status!: string;

  @EnumField(['checking', 'applying', 'finished'])
  phase!: string;

  @BooleanField()
  dry_run!: boolean;

  @EnumField(ON_ERROR)
  on_error!: string;

  @StringField({ nullable: true })
  mapping!: string | null;

  @IntegerField({ description: 'Rows in the file, without the header.' })
  rows_read!: number;

  @IntegerField()
  rows_checked!: number;

  @IntegerField()
  rows_applied!: number;

  @IntegerField()
  inserted!: number;

  @IntegerField()
  updated!: number;

  @IntegerField({ description: 'Rows that say what is there already.' })
  unchanged!: number;

  @IntegerField({ description: 'Rows that say the same as an earlier one of the file.' })
  merged!: number;

  @IntegerField({ description: 'Rows at fault.' })
  rejected!: number;

  @IntegerField({ description: 'Rows left out by a rule of the mapping.' })
  skipped!: number;

  @ListField(SkippedRowsDto)
  skipped_by_rule!: SkippedRowsDto[];

  @IntegerField({ description: 'Errors found; a row may have several.' })
  errors!: number;

  @IntegerField()
  warnings!: number;

  @StringField({ nullable: true, description: 'Why the import failed.' })
  error_code!: string | null;

  @TextField({ nullable: true })
  error_detail!: string | null;

  @UuidField({ nullable: true })
  created_by!: string | null;

  @TimestampField()
  created_at!: string;

  @TimestampField({ nullable: true })
  started_at!: string | null;

  @TimestampField({ nullable: true })
  finished_at!: string | null;
}

/** One thing found in a file. */
export class ImportFindingDto {
  @IntegerField({ example: 17, description: 'Line of the file on which the row begins; the header is line 1.' })
  line!: number;

  @StringField({
    nullable: true,
    example: 'PerAssemblyQty',
    description: 'Column of the file; several when the value is made of them; null for the row as a whole.',
  })
  column!: string | null;

  @StringField({ nullable: true, example: 'quantity' })
  field!: string | null;

  @StringField({ example: 'NOT_WHOLE' })
  code!: string;

  @TextField({ example: 'must be a whole number; a fraction is never rounded' })
  message!: string;

  @StringField({ nullable: true, example: '12.50' })
  value!: string | null;
}

/** One field that a file may give for a resource. */
export class ImportFieldDto {
  @StringField({ example: 'unit' })
  name!: string;

  @EnumField(['text', 'choice', 'integer', 'quantity', 'decimal', 'boolean', 'date', 'reference', 'attributes'])
  type!: string;

  @BooleanField()
  required!: boolean;

  @TextField()
  description!: string;

  @StringField({ nullable: true, description: 'Value of an empty cell.' })
  default!: string | null;

  @ValuesField('string', { description: 'The values of a choice.' })
  values!: string[];
}

/** A resource that can be imported. */
export class ImportResourceDto {
  @StringField({ example: 'products' })
  resource!: string;

  @StringField()
  title!: string;

  @TextField()
  description!: string;

  @ValuesField('string', { description: 'Permissions that an import of it needs.' })
  permissions!: string[];

  @ValuesField('string', { description: 'Fields by which a row is found again.' })
  key!: string[];

  @ListField(ImportFieldDto)
  fields!: ImportFieldDto[];
}

export class ImportMappingInput {
  @AttributesField({
    description: 'The content of a mapping file; its members are described in the module page of imports.',
    example: {
      resource: 'suppliers',
      system: 'legacy',
      fields: { external_id: 'ID', code: 'AccountNumber', name: 'Name' },
    },
  })
  mapping!: Record<string, unknown>;
}

export class ImportMappingDto {
  @CodeField({ example: 'legacy-suppliers' })
  name!: string;

  @StringField({ example: 'suppliers' })
  resource!: string;

  @AttributesField()
  mapping!: Record<string, unknown>;

  @IntegerField({ example: 1 })
  version!: number;

  @TimestampField()
  created_at!: string;

  @TimestampField()
  updated_at!: string;
}
