import { Rational } from '../../kernel/numbers/index.js';
import { plain } from './cells.js';
import type { CellFault, NumberForm } from './cells.js';
import type { FieldSource } from './mapping.js';

/** Text of a field in one row. `plain`: a number whose separators are ours already. */
export interface SourceText {
  readonly text: string;
  readonly plain?: boolean;
  readonly fault?: CellFault;
}

export type ReadSource = (cells: readonly string[]) => SourceText;

type Step = (source: SourceText) => SourceText;

const RESULT_PLACES = 12;

/** Makes the function that takes a field's value out of a row: columns or constant, then the steps in the order of `FieldSource`. */
export function compileSource(source: FieldSource, columns: readonly string[], numbers: NumberForm): ReadSource {
  const take = origin(source, columns);
  const steps = stepsOf(source, numbers);
  if (steps.length === 0) return (cells) => ({ text: take(cells) });
  return (cells) => {
    let result: SourceText = { text: take(cells) };
    for (const step of steps) {
      if (result.fault) break;
      result = step(result);
    }
    return result;
  };
}

function origin(source: FieldSource, columns: readonly string[]): (cells: readonly string[]) => string {
  if (source.value !== undefined) return () => source.value!;
  const places = (source.columns ?? [source.column ?? '']).map((name) => columns.indexOf(name));
  if (places.length === 1) return (cells) => (cells[places[0]!] ?? '').trim();
  return (cells) =>
    places
      .map((place) => (cells[place] ?? '').trim())
      .filter((text) => text !== '')
      .join(source.join ?? '');
}

function stepsOf(source: FieldSource, numbers: NumberForm): Step[] {
  const steps: Step[] = [];
  const onText = (change: (text: string) => string): void => {
    steps.push((from) => (from.text === '' ? from : { ...from, text: change(from.text) }));
  };
  if (source.case) onText((text) => (source.case === 'upper' ? text.toUpperCase() : text.toLowerCase()));
  if (source.values) steps.push(valueStep(source.values));
  if (source.date) steps.push(dateStep(source.date));
  if (source.multiply ?? source.divide) steps.push(factorStep(source, numbers));
  if (source.prefix) onText((text) => source.prefix + text);
  if (source.suffix) onText((text) => text + source.suffix);
  return steps;
}

function valueStep(values: Readonly<Record<string, string>>): Step {
  const map = new Map(Object.entries(values));
  const other = map.get('*');
  return (from) => ({ ...from, text: map.get(from.text) ?? (from.text === '' ? '' : (other ?? from.text)) });
}

/** Reads a date of the given form as YYYY-MM-DD. */
function dateStep(form: string): Step {
  const open = form.endsWith('*');
  const pattern = (open ? form.slice(0, -1) : form)
    .replace(/[./-]/g, '\\$&')
    .replace('YYYY', '(?<year>\\d{4})')
    .replace('MM', '(?<month>\\d{1,2})')
    .replace('DD', '(?<day>\\d{1,2})');
  const expression = new RegExp(`^${pattern}${open ? '' : '$'}`);
  return (from) => {
    if (from.text === '') return from;
    const parts = expression.exec(from.text)?.groups;
    if (!parts) return { ...from, fault: { code: 'INVALID_DATE', message: `must be a date written as ${form}` } };
    return { ...from, text: `${parts['year']}-${parts['month']!.padStart(2, '0')}-${parts['day']!.padStart(2, '0')}` };
  };
}

/** Multiplies or divides exactly; a result that no decimal of twelve places can hold is refused. */
function factorStep(source: FieldSource, numbers: NumberForm): Step {
  const factor = Rational.parse(source.multiply ?? '1').div(Rational.parse(source.divide ?? '1'));
  return (from) => {
    const text = plain(from.text, numbers);
    if (!/^-?\d{1,30}(\.\d{1,30})?$/.test(text)) return from;
    const result = Rational.parse(text).mul(factor);
    const written = result.toFixed(RESULT_PLACES);
    if (Rational.parse(written).compare(result) !== 0) {
      return {
        ...from,
        fault: { code: 'INEXACT_NUMBER', message: 'cannot be converted exactly; numbers are never rounded' },
      };
    }
    return { text: written.replace(/\.?0+$/, ''), plain: true };
  };
}
