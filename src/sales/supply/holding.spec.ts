import { holdingOf } from './holding.js';
import type { HeldLine } from './holding.js';

const TODAY = '2026-03-10';
const line = (given: Partial<HeldLine>): HeldLine => ({
  ...{ supply: 'stock', reserve_on: null, open_quantity: 10, shipped_quantity: 0, reopened_quantity: 0 },
  ...{ held_quantity: 0, claimed_quantity: 0, supplied_quantity: 0, ...given },
});

test.each<[string, Partial<HeldLine>, [hold: number, claim: number, unclaim: boolean]]>([
  ['all that is open', {}, [10, 0, false]],
  ['what is not held yet', { held_quantity: 4 }, [6, 0, false]],
  ['nothing of what is held', { held_quantity: 10 }, [0, 0, false]],
  ['nothing of what has left', { open_quantity: 0, shipped_quantity: 10 }, [0, 0, false]],
  ['a claim before its day', { reserve_on: '2026-03-11' }, [0, 10, false]],
  ['no claim twice', { reserve_on: '2026-03-11', claimed_quantity: 10 }, [0, 0, false]],
  ['stock in place of its claim on its day', { reserve_on: TODAY, claimed_quantity: 10 }, [10, 0, true]],
  ['nothing that is not made yet', { supply: 'make' }, [0, 0, false]],
  ['what was made so far', { supply: 'make', supplied_quantity: 3 }, [3, 0, false]],
  ['what was made since', { supply: 'make', supplied_quantity: 5, held_quantity: 3 }, [2, 0, false]],
  [
    'what was bought and has not left',
    { supply: 'buy', supplied_quantity: 6, shipped_quantity: 4, open_quantity: 6 },
    [2, 0, false],
  ],
  ['no more than is open', { supply: 'make', supplied_quantity: 99 }, [10, 0, false]],
  [
    'nothing where more left than came',
    { supply: 'make', supplied_quantity: 3, shipped_quantity: 5, open_quantity: 5 },
    [0, 0, false],
  ],
])('a line is given %s', (_, given, [hold, claim, unclaim]) => {
  expect(holdingOf(line(given), TODAY)).toEqual({ hold, claim, unclaim });
});
