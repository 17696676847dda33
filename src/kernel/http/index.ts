export {
  AnyField,
  AttributesField,
  BooleanField,
  CodeField,
  DateField,
  DecimalField,
  EnumField,
  IntegerField,
  ListField,
  MoneyField,
  ObjectField,
  PercentField,
  QuantityField,
  ScanField,
  SecretField,
  StringField,
  TextField,
  TimestampField,
  UnitCostField,
  UnitQuantityField,
  UuidField,
  ValuesField,
} from './fields.js';
export type { FieldOptions } from './fields.js';
export { isUuid } from './field-checks.js';
export { fieldsOf, readObject } from './field-registry.js';
export { patchOf } from './patch-of.js';
export { ListQuery, MAX_LIMIT, page } from './paging.js';
export { IdParam, ROUTE, Route, documentGuardErrors } from './route.js';
export type { RouteOptions } from './route.js';
export { UuidPipe } from './uuid.pipe.js';
export { AccessRefresher } from './transaction.interceptor.js';
export { ProblemDto } from './problem.dto.js';
export { csvLine, csvText } from './csv.js';
export { XLSX_TYPE, xlsxFile } from './xlsx.js';
export { canonicalJson, sha256, uuidOfText } from './canonical-json.js';
export { wireTime } from './clock.js';
export { HttpModule } from './http.module.js';
export { NestLogger, createLogger } from './logger.js';
export { createHttpAdapter } from './server.js';
export { createOpenApiDocument } from './openapi.js';
