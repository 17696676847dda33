/** What a run is told, and by what it can be stopped. */
export interface JobRun {
  /** Token of this run; another run of the same job has another one. */
  readonly run_id: string;
  /** Aborted when the process stops or is no longer the one that runs the jobs. A long job looks at it between its steps. */
  readonly signal: AbortSignal;
}

/** Figures of a run for people, such as `{ removed: 12 }`. */
export type JobOutcome = Readonly<Record<string, unknown>>;

/** Work that one of all processes does at certain times: see `src/operations/jobs`. */
export interface Job {
  /** Lower case with hyphens, unique; the key of its row in `erp.jobs`. */
  readonly name: string;
  /** What it does, as a sentence. */
  readonly title: string;
  /** Five fields of cron, or six with seconds first, in the factory's time zone. */
  readonly schedule: string;
  /** Also as soon as a database sees the job for the first time. */
  readonly at_first?: boolean;
  /**
   * What a run may rest on when it is killed half way. `transaction` (the default): the work and the note that it is done are one
   * transaction, so that each effect comes once. `repeatable`: the work makes its own transactions or touches more than the database; it
   * is begun anew and has to find what it did before.
   */
  readonly kind?: 'transaction' | 'repeatable';
  /** @returns figures for people; nothing to tell otherwise */
  work(run: JobRun): Promise<JobOutcome | void>;
}
