/** How much a defect matters, the worst first. One critical piece fails a sample, whatever its acceptance number. */
export const SEVERITIES = ['critical', 'major', 'minor'] as const;
export type Severity = (typeof SEVERITIES)[number];

/** When something is inspected. */
export const INSPECTION_KINDS = ['incoming', 'in_process', 'final'] as const;
export type InspectionKind = (typeof INSPECTION_KINDS)[number];
