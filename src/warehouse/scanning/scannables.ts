import { stateReasons } from '../../kernel/state-machine/index.js';
import type { BlockingReason, Machine } from '../../kernel/state-machine/index.js';

/** Something that was found for a scan, or is to have a label. */
export interface ScannedRow {
  readonly kind: string;
  readonly id: string;
  /** What it is known by, in the parts that its code holds, such as the code of a company and of a location in it. */
  readonly parts: readonly string[];
  /** Its code or number, as people say it. */
  readonly code: string;
  readonly name: string | null;
  readonly state: string | null;
  readonly details: Readonly<Record<string, unknown>>;
}

/** Something that may be done with it, and what stands in the way beside a missing permission. */
export interface PossibleAction {
  readonly action: string;
  readonly path: string;
  readonly permission: string;
  readonly reasons: readonly BlockingReason[];
}

/**
 * A kind of thing that can be scanned and labelled. Definitions are data and lie with the module that owns the tables. In their SQL `$2` are the
 * companies of the caller, `$3` the warehouses and `$5` the departments, null for all.
 */
export interface Scannable {
  /** Name of the kind in answers and in `/warehouse/labels/{kind}/{id}`. */
  readonly kind: string;
  /** What its codes say after the prefix: one to four capitals. */
  readonly letter: string;
  readonly title: string;
  /** Who may see it. Others do not find it. */
  readonly permission: string;
  /** Columns `id, parts (text[]), code, name, state, details (jsonb)`. */
  readonly select: string;
  readonly from: string;
  readonly id: string;
  /** Which of its rows the caller may see. */
  readonly scope: string;
  /** Which rows a code names: `$1` are its parts. */
  readonly by_parts: string;
  /** Which rows a plain text names: `$1` is the text alone, `$4` the text and the GTIN that it may be. Without it, the kind is only found by its own codes. */
  readonly by_text?: string;
  readonly actions: (row: ScannedRow) => readonly PossibleAction[];
}

const definitions = new Map<string, Scannable>();

/** Declares, once and at load, a kind of thing that can be scanned. @throws Error for a kind or letter that is taken */
export function defineScannable(definition: Scannable): Scannable {
  const { kind, letter } = definition;
  if (!/^[A-Z]{1,4}$/.test(letter)) throw new Error(`${letter} is no letter of a code`);
  if (definitions.has(kind) || scannableByLetter(letter)) throw new Error(`${kind} (${letter}) is declared twice`);
  definitions.set(kind, definition);
  return definition;
}

export function scannables(): Scannable[] {
  return [...definitions.values()];
}

export function scannable(kind: string): Scannable | undefined {
  return definitions.get(kind);
}

export function scannableByLetter(letter: string): Scannable | undefined {
  return scannables().find((each) => each.letter === letter);
}

/** The events of a document's machine as actions: `POST {path}/{id}/{event}`. */
export function machineActions({ events }: Machine, path: string, { id, state }: ScannedRow): PossibleAction[] {
  return Object.entries(events).map(([event, { from, permission }]) => ({
    action: event,
    path: `${path}/${id}/${event.replaceAll('_', '-')}`,
    permission,
    reasons: stateReasons(event, from, state),
  }));
}
