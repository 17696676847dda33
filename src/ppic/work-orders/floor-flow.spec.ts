import { backflow, impossibleAt, inputOf, ordered, passedOn, processedAt, unhanded, without } from './floor-flow.js';
import type { FlowLink, FlowWorkOrder } from './floor-flow.js';

function work(operation_no: number, good = 0, more: Partial<FlowWorkOrder> = {}): FlowWorkOrder {
  return {
    id: `w${operation_no}`,
    operation_no,
    number: `MO-1-${operation_no}`,
    is_last: false,
    quality_gate: false,
    good_quantity: good,
    rejected_quantity: 0,
    lost_quantity: 0,
    rework_quantity: 0,
    ...more,
  };
}

function link(from: number, to: number | null, accepted = 0, more: Partial<FlowLink> = {}): FlowLink {
  return {
    id: `l${from}-${to}`,
    from_work_order_id: `w${from}`,
    to_work_order_id: to === null ? null : `w${to}`,
    is_automatic: true,
    offered_quantity: 0,
    accepted_quantity: accepted,
    missing_quantity: 0,
    ...more,
  };
}

describe('What flows between work orders', () => {
  it('counts every piece that went through an operation, also those that wait to be done again', () => {
    expect(processedAt(work(10, 90, { rejected_quantity: 4, lost_quantity: 1, rework_quantity: 5 }))).toBe(100);
  });

  it('lets an operation have what each of those before has given', () => {
    const floor = { work_orders: [], links: [link(10, 30, 50), link(20, 30, 48)] };
    expect(inputOf(floor, 'w30')).toBe(48);
    expect(inputOf(floor, 'w10')).toBeNull();
  });

  it('knows what lies at the giver', () => {
    const way = link(10, 20, 60, { is_automatic: false, offered_quantity: 25, missing_quantity: 1 });
    expect(unhanded(work(10, 100), way)).toBe(14);
  });

  it('passes good pieces on by itself only where nobody has to accept them', () => {
    const floor = { work_orders: [], links: [link(10, 20), link(10, 30, 0, { is_automatic: false })] };
    expect(passedOn(floor, 'w10', 7)).toEqual([{ link_id: 'l10-20', quantity: 7 }]);
    expect(passedOn(floor, 'w10', 0)).toEqual([]);
  });
});

describe('What a report of the whole order says of the operations before', () => {
  it('is that the pieces went through all of them', () => {
    const floor = {
      work_orders: [work(10), work(20), work(30, 0, { is_last: true })],
      links: [link(10, 20), link(20, 30)],
    };
    const { made, passed, gates } = backflow(floor, 8);
    expect([...made]).toEqual([
      ['w20', 8],
      ['w10', 8],
    ]);
    expect(passed).toEqual([
      { link_id: 'l10-20', quantity: 8 },
      { link_id: 'l20-30', quantity: 8 },
    ]);
    expect(gates).toEqual([]);
  });

  it('takes what lies between before it says that more was made', () => {
    // 20 cut, 15 of them sewn of which 2 were lost; 10 packed. 5 more packed: 3 lie sewn, so 2 more were sewn, which lie cut.
    const floor = {
      work_orders: [work(10, 20), work(20, 13, { lost_quantity: 2 }), work(30, 10, { is_last: true })],
      links: [link(10, 20, 15), link(20, 30, 10)],
    };
    const { made, passed } = backflow(floor, 5);
    expect([...made]).toEqual([['w20', 2]]);
    expect(passed).toEqual([
      { link_id: 'l10-20', quantity: 2 },
      { link_id: 'l20-30', quantity: 5 },
    ]);
  });

  it('counts what got lost on the way, and leaves what is offered where it is', () => {
    const way = link(10, 20, 5, { is_automatic: false, offered_quantity: 3, missing_quantity: 2 });
    const floor = { work_orders: [work(10, 10), work(20, 5, { is_last: true })], links: [way] };
    const { made, passed } = backflow(floor, 1);
    expect([...made]).toEqual([['w10', 1]]);
    expect(passed).toEqual([{ link_id: 'l10-20', quantity: 1 }]);
  });

  it('goes along both branches, and the more demanding one decides what was made before them', () => {
    const floor = {
      work_orders: [work(10, 6), work(20, 6), work(30, 6, { lost_quantity: 0 }), work(40, 4, { is_last: true })],
      links: [link(10, 20, 6), link(10, 30, 6), link(20, 40, 4), link(30, 40, 4, { missing_quantity: 2 })],
    };
    // 4 more at the end: 20 has 2 left, so 2 more; 30 has none left, so 4 more; before both 10 makes 4 more.
    const { made } = backflow(floor, 4);
    expect(Object.fromEntries(made)).toEqual({ w20: 2, w30: 4, w10: 4 });
  });

  it('names the gates that the pieces would have gone round', () => {
    const floor = {
      work_orders: [work(10, 5, { quality_gate: true }), work(20, 0, { is_last: true })],
      links: [link(10, 20, 3, { is_automatic: false })],
    };
    expect(backflow(floor, 3).gates).toEqual([]);
    expect(backflow(floor, 4).gates).toEqual(['w10']);
  });

  it('asks nothing of the others when nothing more came out', () => {
    const floor = { work_orders: [work(10, 9), work(20, 4, { is_last: true })], links: [link(10, 20, 9)] };
    expect(backflow(floor, 0)).toEqual({ made: new Map(), passed: [], gates: [] });
  });

  it('goes in the order of the network, whatever the numbers', () => {
    const floor = { work_orders: [work(10), work(20), work(30)], links: [link(30, 10), link(10, 20)] };
    expect(ordered(floor).map(({ operation_no }) => operation_no)).toEqual([30, 10, 20]);
  });
});

describe('What is taken back', () => {
  const floor = {
    work_orders: [work(10, 20, { rework_quantity: 2 }), work(20, 12, { lost_quantity: 3, is_last: true })],
    links: [link(10, 20, 16)],
  };
  const entry = { good_quantity: 4, rejected_quantity: 0, lost_quantity: 0, rework_quantity: 0, reworked_quantity: 0 };
  const numbers = (of: typeof floor): number[] =>
    impossibleAt(without(of, { pieces: [], passed: [] })).map((w) => w.operation_no);

  it('leaves a floor that can be, as it was', () => expect(numbers(floor)).toEqual([]));

  it('is refused where the pieces were processed after it', () => {
    const pieces = [{ ...entry, work_order_id: 'w10' }];
    const gone = { link_id: 'l10-20', accepted_quantity: 2, returned_quantity: 0, missing_quantity: 0 };
    // 15 of 14 that came would have been processed
    expect(impossibleAt(without(floor, { pieces, passed: [gone] })).map((w) => w.id)).toEqual(['w20']);
    // 16 handed on of 15 that would be good
    expect(impossibleAt(without(floor, { pieces: [{ ...pieces[0]!, good_quantity: 5 }], passed: [] }))).toHaveLength(1);
  });

  it('is not when they still lie there', () => {
    const pieces = [{ ...entry, work_order_id: 'w10' }];
    expect(impossibleAt(without(floor, { pieces, passed: [] }))).toEqual([]);
    expect(without(floor, { pieces, passed: [] }).work_orders[0]).toMatchObject({
      good_quantity: 16,
      rework_quantity: 2,
    });
  });

  it('is refused when pieces that it sent to be done again have been done since', () => {
    const pieces = [{ ...entry, work_order_id: 'w10', good_quantity: 0, rework_quantity: 3 }];
    expect(impossibleAt(without(floor, { pieces, passed: [] })).map((w) => w.id)).toEqual(['w10']);
  });

  it('makes pieces that were returned good again at their giver', () => {
    const back = { link_id: 'l10-20', accepted_quantity: 1, returned_quantity: 2, missing_quantity: 0 };
    expect(without(floor, { pieces: [], passed: [back] })).toMatchObject({
      work_orders: [{ good_quantity: 22, rework_quantity: 0 }, {}],
      links: [{ accepted_quantity: 15 }],
    });
  });
});
