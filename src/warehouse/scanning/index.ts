export { documentCode, readDocumentCode } from './document-codes.js';
export type { DocumentCode } from './document-codes.js';
export { defineScannable, machineActions } from './scannables.js';
export type { PossibleAction, Scannable, ScannedRow } from './scannables.js';
export { SCANNING } from './scanning.permissions.js';
export { SCANNING_ERRORS } from './scanning.errors.js';
export { ScanningModule } from './scanning.module.js';
