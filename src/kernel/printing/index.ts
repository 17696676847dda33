export { paperHtml } from './paper-html.js';
export { paperPdf } from './paper-pdf.js';
export { paperLines, percent, saidWords, tidy } from './paper.js';
export type { LineColumn, Paper, PaperColumn, Party } from './paper.js';
