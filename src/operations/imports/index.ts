export { ImportRunner } from './import-runner.js';
export type { ImportFile, ImportFileProgress } from './import-runner.js';
export type { ImportFindingDto, ImportJobDto } from './imports.dto.js';
