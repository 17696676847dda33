import {
  BooleanField,
  DateField,
  DecimalField,
  EnumField,
  IntegerField,
  ListQuery,
  MoneyField,
  QuantityField,
  StringField,
  TimestampField,
  UnitCostField,
  UuidField,
} from '../../kernel/http/index.js';
import type { FieldOptions } from '../../kernel/http/index.js';
import type { ColumnType, ReportDefinition, ReportFilter } from './report-definition.js';

type DtoClass = new () => object;

const COLUMN_FIELDS: Readonly<Record<ColumnType, (options: FieldOptions) => PropertyDecorator>> = {
  uuid: UuidField,
  text: StringField,
  quantity: (options) => QuantityField({ ...options, min: 0 }),
  signed_quantity: (options) => QuantityField({ ...options, min: Number.MIN_SAFE_INTEGER }),
  integer: (options) => IntegerField({ ...options, min: -2_147_483_648 }),
  amount: (options) => MoneyField({ ...options, signed: true }),
  unit_cost: UnitCostField,
  percent: (options) => DecimalField({ example: '97.50', ...options, scale: 2, digits: 7, signed: true }),
  date: DateField,
  time: TimestampField,
  boolean: BooleanField,
};

function filterField({ type, values = [], description, required }: ReportFilter): PropertyDecorator {
  const options: FieldOptions = { description, optional: !required };
  if (type === 'choice') return EnumField(values, options);
  return { uuid: UuidField, date: DateField, time: TimestampField, boolean: BooleanField }[type](options);
}

const rows = new Map<ReportDefinition, DtoClass>();

/** The documented class of a report's row. */
export function rowClass(report: ReportDefinition): DtoClass {
  let made = rows.get(report);
  if (!made) {
    made = class {};
    for (const { name, type, title, nullable = false } of report.columns) {
      COLUMN_FIELDS[type]({ description: title, nullable })(made.prototype as object, name);
    }
    Object.defineProperty(made, 'name', { value: `${className(report)}RowDto` });
    rows.set(report, made);
  }
  return made;
}

/** The validated query of a report: paging, format and its filters. */
export function queryClass(report: ReportDefinition): DtoClass {
  const made = class extends ListQuery {};
  EnumField(['json', 'csv'], {
    optional: true,
    description: '`csv` gives all rows as a file, whatever the limit; from `cursor` on, if there is one.',
  })(made.prototype, 'format');
  for (const filter of report.filters) filterField(filter)(made.prototype, filter.name);
  Object.defineProperty(made, 'name', { value: `${className(report)}Query` });
  return made;
}

function className(report: ReportDefinition): string {
  return `Report${report.name.replace(/(?:^|-)(\w)/g, (_, letter: string) => letter.toUpperCase())}`;
}
