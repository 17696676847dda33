import { sumQuantities } from '../orders/cumulative-requirements.js';
import { inOrder } from '../routings/routing-network.js';

/** An order as far as it matters whether it has work orders. */
export interface FlowingOrder {
  readonly id: string;
  readonly routing_id: string | null;
  /** Who makes the whole of it: then it has one work order. */
  readonly subcontractor_id: string | null;
}

/** Whether an order becomes work orders at its release: by a routing, or with a subcontractor; else it is made in one step. */
export function hasFloor({ routing_id, subcontractor_id }: Omit<FlowingOrder, 'id'>): boolean {
  return routing_id !== null || subcontractor_id !== null;
}

/** What became of the pieces at a work order. */
export interface WorkedPieces {
  readonly good_quantity: number;
  readonly rejected_quantity: number;
  readonly lost_quantity: number;
  /** Wait here to be done again. */
  readonly rework_quantity: number;
}

export interface FlowWorkOrder extends WorkedPieces {
  readonly id: string;
  readonly operation_no: number;
  readonly number: string;
  readonly is_last: boolean;
  readonly quality_gate: boolean;
}

/** Pieces on their way from one work order to the next; to nobody: into stock. */
export interface FlowLink {
  readonly id: string;
  readonly from_work_order_id: string;
  readonly to_work_order_id: string | null;
  readonly is_automatic: boolean;
  readonly offered_quantity: number;
  readonly accepted_quantity: number;
  readonly missing_quantity: number;
}

/** The work orders of an order that are not left out, and the ways between them. */
export interface Floor<W extends FlowWorkOrder = FlowWorkOrder> {
  readonly work_orders: readonly W[];
  readonly links: readonly FlowLink[];
}

/** Pieces that have gone through an operation, whatever became of them: they have used its components. */
export function processedAt(work: WorkedPieces): number {
  return sumQuantities(work.good_quantity, work.rejected_quantity, work.lost_quantity, work.rework_quantity);
}

/** Pieces that came from before: those that every one of the operations before has given; null where an order begins. */
export function inputOf(floor: Floor, workOrderId: string): number | null {
  const coming = floor.links.filter(({ to_work_order_id }) => to_work_order_id === workOrderId);
  return coming.length === 0 ? null : Math.min(...coming.map(({ accepted_quantity }) => accepted_quantity));
}

/** Good pieces that lie at the giver and were not handed over yet. */
export function unhanded(giver: WorkedPieces, link: FlowLink): number {
  return giver.good_quantity - link.offered_quantity - link.accepted_quantity - link.missing_quantity;
}

/** Pieces that an automatic hand-over, or one that a report of the whole order makes, gives to the next operation. */
export interface Passed {
  readonly link_id: string;
  readonly quantity: number;
}

/** What the operations before have to have made for pieces that came out of the last one, and what keeps that from being so. */
export interface Backflow {
  /** Further good pieces by work order; the last one is not among them. */
  readonly made: ReadonlyMap<string, number>;
  readonly passed: readonly Passed[];
  /** Work orders whose quality gate the pieces would have gone round. */
  readonly gates: readonly string[];
}

/**
 * What an order's report says of the operations that nobody told of: whoever reports that pieces came out of the last operation says that
 * they went through those before. Backwards along the network: an operation has made what the most demanding of the next has processed,
 * what got lost on the way there, and what lies offered.
 * @param pieces further pieces processed at the last operation
 */
export function backflow(floor: Floor, pieces: number): Backflow {
  const byId = new Map(floor.work_orders.map((work) => [work.id, work]));
  const made = new Map<string, number>();
  const target = new Map<string, number>();
  const passed: Passed[] = [];
  const gates = new Set<string>();
  for (const work of ordered(floor).reverse()) {
    const away = floor.links.filter((link) => link.from_work_order_id === work.id && link.to_work_order_id !== null);
    let needed = work.is_last ? sumQuantities(work.good_quantity, pieces) : work.good_quantity;
    for (const link of away) {
      const next = target.get(link.to_work_order_id!)!;
      const quantity = next - link.accepted_quantity;
      needed = Math.max(needed, sumQuantities(next, link.missing_quantity, link.offered_quantity));
      if (quantity > 0) {
        passed.push({ link_id: link.id, quantity });
        if (work.quality_gate) gates.add(work.id);
      }
    }
    const further = needed - work.good_quantity;
    target.set(work.id, sumQuantities(processedAt(byId.get(work.id)!), further));
    if (further > 0 && !work.is_last) made.set(work.id, further);
  }
  return { made, passed: passed.reverse(), gates: [...gates] };
}

/** The work orders in an order in which each comes after those before it. */
export function ordered<W extends FlowWorkOrder>({ work_orders, links }: Floor<W>): W[] {
  const numberOf = new Map(work_orders.map(({ id, operation_no }) => [id, operation_no]));
  const network = work_orders.map((work) => ({
    work,
    number: work.operation_no,
    predecessors: links
      .filter(({ to_work_order_id }) => to_work_order_id === work.id)
      .map(({ from_work_order_id }) => numberOf.get(from_work_order_id)!),
  }));
  return inOrder(network).map(({ work }) => work);
}

/** What is to be taken back of a work order and of a way, by their ids. */
export interface TakenBack {
  readonly pieces: readonly (WorkedPieces & { readonly work_order_id: string; readonly reworked_quantity: number })[];
  readonly passed: readonly {
    readonly link_id: string;
    readonly accepted_quantity: number;
    readonly returned_quantity: number;
    readonly missing_quantity: number;
  }[];
}

/** The floor as it was without something: pieces that were returned as faulty count as good at their giver again. */
export function without(floor: Floor, { pieces, passed }: TakenBack): Floor {
  const giverOf = new Map(floor.links.map(({ id, from_work_order_id }) => [id, from_work_order_id]));
  return {
    work_orders: floor.work_orders.map((work) => {
      const own = pieces.filter(({ work_order_id }) => work_order_id === work.id);
      const returned = passed.filter(({ link_id }) => giverOf.get(link_id) === work.id);
      const less = (count: (entry: TakenBack['pieces'][number]) => number): number =>
        own.reduce((sum, entry) => sum + count(entry), 0);
      const back = returned.reduce((sum, { returned_quantity }) => sum + returned_quantity, 0);
      return {
        ...work,
        good_quantity: work.good_quantity - less((entry) => entry.good_quantity) + back,
        rejected_quantity: work.rejected_quantity - less((entry) => entry.rejected_quantity),
        lost_quantity: work.lost_quantity - less((entry) => entry.lost_quantity),
        rework_quantity: work.rework_quantity - less((entry) => entry.rework_quantity - entry.reworked_quantity) - back,
      };
    }),
    links: floor.links.map((link) => {
      const own = passed.filter(({ link_id }) => link_id === link.id);
      return {
        ...link,
        accepted_quantity: own.reduce(
          (left, { accepted_quantity }) => left - accepted_quantity,
          link.accepted_quantity,
        ),
        missing_quantity: own.reduce((left, { missing_quantity }) => left - missing_quantity, link.missing_quantity),
      };
    }),
  };
}

/** Work orders at which the counts cannot be: more was handed on than is good, or processed than came, or less than nothing waits. */
export function impossibleAt(floor: Floor): FlowWorkOrder[] {
  return floor.work_orders.filter((work) => {
    const input = inputOf(floor, work.id);
    return (
      work.good_quantity < 0 ||
      work.rework_quantity < 0 ||
      (input !== null && processedAt(work) > input) ||
      floor.links.some((link) => link.from_work_order_id === work.id && unhanded(work, link) < 0)
    );
  });
}

/** What of an entry's good pieces goes on by itself: within one department, past no gate. */
export function passedOn(floor: Floor, workOrderId: string, good: number): Passed[] {
  if (good === 0) return [];
  return floor.links
    .filter(({ from_work_order_id, is_automatic }) => from_work_order_id === workOrderId && is_automatic)
    .map(({ id }) => ({ link_id: id, quantity: good }));
}
