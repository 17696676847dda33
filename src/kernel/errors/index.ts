export {
  AppError,
  STATUS_OF_KIND,
  defineErrors,
  errorByCode,
  errorCatalogue,
  errorOfConstraint,
  mappedConstraints,
} from './error-catalogue.js';
export type { ErrorDefinition, ErrorEntry, ErrorKind, FieldError } from './error-catalogue.js';
export { KERNEL_ERRORS, invalid, notFound, refuse } from './kernel-errors.js';
export { reportFault, tellFaultsTo } from './fault-reports.js';
export type { FaultFacts } from './fault-reports.js';
