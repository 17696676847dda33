/** What may be told of a fault: where it happened, never what a caller sent. */
export type FaultFacts = Readonly<Record<string, string>>;

type FaultSink = (error: unknown, facts: FaultFacts) => void;

let sink: FaultSink | undefined;

/** Has unexpected faults told to somebody besides the log; undefined ends it. */
export function tellFaultsTo(teller: FaultSink | undefined): void {
  sink = teller;
}

/** Tells of a fault that nobody expected: one that a caller is answered with 500, or a job that failed. Never throws. */
export function reportFault(error: unknown, facts: FaultFacts): void {
  try {
    sink?.(error, facts);
  } catch {
    // The log has it in any case: a reporter that fails must not make it worse.
  }
}
