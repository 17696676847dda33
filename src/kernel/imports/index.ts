export { defineImport, importDefinition, importDefinitions } from './import-definition.js';
export type { ImportDefinition, ImportProcedure, ImportRule, ImportTarget } from './import-definition.js';
export { importField } from './import-fields.js';
export type { ImportField, ImportReference } from './import-fields.js';
