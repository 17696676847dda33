export { REPORTS, ReportingModule } from './reporting.module.js';
