/** An operation and those that have to be done before it, by their numbers. */
export interface NetworkOperation {
  readonly number: number;
  readonly predecessors: readonly number[];
}

/** Which operations wait for each operation. */
export function successorsOf(operations: readonly NetworkOperation[]): Map<number, number[]> {
  const successors = new Map<number, number[]>(operations.map(({ number }) => [number, []]));
  for (const { number, predecessors } of operations) {
    for (const predecessor of predecessors) successors.get(predecessor)?.push(number);
  }
  return successors;
}

/** The operations in an order in which each comes after its predecessors; of those that could be next, the lowest number. */
export function inOrder<T extends NetworkOperation>(operations: readonly T[]): T[] {
  const waiting = [...operations].sort((a, b) => a.number - b.number);
  const done = new Set<number>();
  const ordered: T[] = [];
  while (waiting.length > 0) {
    const index = waiting.findIndex(({ predecessors }) => predecessors.every((number) => done.has(number)));
    if (index < 0) throw new RangeError('The operations wait for each other');
    const [next] = waiting.splice(index, 1);
    done.add(next!.number);
    ordered.push(next!);
  }
  return ordered;
}

/** The operations that nothing waits for. A network without circles that ends in one operation hangs together. */
export function endsOf(operations: readonly NetworkOperation[]): number[] {
  const successors = successorsOf(operations);
  return operations.map(({ number }) => number).filter((number) => successors.get(number)!.length === 0);
}
