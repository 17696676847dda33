import { theirTable } from './adventureworks.js';

/** What making a quantity asks of one product, stock taken off level by level. Products go by their numbers in the files. */
export interface PlannedNeed {
  readonly product: string;
  /** The deepest level at which it is needed. */
  readonly level: number;
  readonly needed: number;
  readonly there: number;
  readonly short: number;
  readonly made: boolean;
}

/**
 * The plan worked out from the files alone, in plain whole numbers: from the top down, what is short of a sub-assembly is made,
 * and only what is made asks for components. Every bill of theirs is for one piece and without scrap, so nothing is rounded.
 */
export function planByHand(product: string, quantity: number, date: string): PlannedNeed[] {
  const bills = billsOn(date);
  const stock = new Map<string, number>();
  for (const row of theirTable('product_inventory')) {
    const id = row['ProductID']!;
    stock.set(id, (stock.get(id) ?? 0) + Number(row['Quantity']));
  }
  const levels = levelsBelow(bills, product);
  const needed = new Map<string, number>();
  const plan: PlannedNeed[] = [];
  for (const [id, level] of [...levels].sort(([a, x], [b, y]) => x - y || Number(a) - Number(b))) {
    const gross = needed.get(id) ?? 0;
    const there = stock.get(id) ?? 0;
    const short = id === product ? quantity : Math.max(0, gross - there);
    const bill = bills.get(id) ?? [];
    if (id !== product) plan.push({ product: id, level, needed: gross, there, short, made: bill.length > 0 });
    for (const { component, each } of bill) needed.set(component, (needed.get(component) ?? 0) + short * each);
  }
  return plan;
}

interface Use {
  readonly component: string;
  readonly each: number;
}

function billsOn(date: string): Map<string, Use[]> {
  const bills = new Map<string, Use[]>();
  for (const row of theirTable('bill_of_materials')) {
    const assembly = row['ProductAssemblyID']!;
    if (assembly === '' || row['StartDate']! > date || (row['EndDate'] !== '' && row['EndDate']! < date)) continue;
    const use = { component: row['ComponentID']!, each: Number(row['PerAssemblyQty']) };
    bills.set(assembly, [...(bills.get(assembly) ?? []), use]);
  }
  return bills;
}

function levelsBelow(bills: ReadonlyMap<string, readonly Use[]>, product: string): Map<string, number> {
  const levels = new Map<string, number>();
  const walk = (id: string, level: number): void => {
    levels.set(id, Math.max(level, levels.get(id) ?? 0));
    for (const { component } of bills.get(id) ?? []) walk(component, level + 1);
  };
  walk(product, 0);
  return levels;
}
