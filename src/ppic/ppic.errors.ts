import { defineErrors } from '../kernel/errors/index.js';

/** Refusals of production planning and control. */
export const PPIC_ERRORS = defineErrors('ppic', {
  QUANTITY_VARIANCE: {
    kind: 'conflict',
    title: 'Quantity too far from the plan',
    description:
      'The good quantity is more than 10 % off the plan; complete with `variance_override` (and the permission for it), or short close.',
  },
  LESS_THAN_REPORTED: {
    kind: 'conflict',
    title: 'Less than reported',
    description:
      'The actual quantity is the total of the order and cannot be below what was reported already; reverse a report first.',
  },
  OUTPUT_POSTED: {
    kind: 'conflict',
    title: 'Output was posted',
    description: 'The order has put output into stock and cannot be cancelled; short close it, or reverse its reports.',
  },
  COMPONENTS_NOT_ISSUED: {
    kind: 'conflict',
    title: 'Components were never issued',
    description: 'Nothing was issued of components that are issued by hand; `components` lists them.',
  },
  POSTING_ALREADY_REVERSED: {
    kind: 'conflict',
    title: 'Already reversed',
    description: 'The report or issue was reversed before.',
  },
  ORDER_APPROVER_IS_AUTHOR: {
    kind: 'forbidden',
    title: 'Own order',
    description: 'Separation of duties is set for the company: who drafted an order cannot approve it.',
  },
  ORDER_BULK_REFUSED: {
    kind: 'conflict',
    title: 'Some orders refuse',
    description: 'At least one order refuses the step and nothing was changed; `results` says why, order by order.',
  },
  REWORK_LIMIT_EXCEEDED: {
    kind: 'conflict',
    title: 'More than was rejected',
    description:
      'No more pieces are reworked than the inspection or manufacturing order rejected; `claimed` are being reworked already.',
  },
  REWORK_QUANTITY_EXCEEDED: {
    kind: 'conflict',
    title: 'More than was taken',
    description: 'Good, scrapped and rejected pieces together are what the rework took; `left` says how many are open.',
  },
  REWORK_VERIFIER_IS_WORKER: {
    kind: 'forbidden',
    title: 'Own work',
    description: 'Who told of reworked pieces cannot verify the order.',
  },
  ROUTING_NOT_VALID: {
    kind: 'conflict',
    title: 'The routing is not in use',
    description:
      'The routing of the order has gone out of use since it was drafted: name another one, or none, in the draft.',
  },
  QUALITY_GATE: {
    kind: 'conflict',
    title: 'An inspection comes first',
    description:
      'What the operation made is inspected before it goes on; `work_orders` or `reasons` say what is missing.',
  },
  WORK_ORDERS_OPEN: {
    kind: 'conflict',
    title: 'Pieces wait at work orders',
    description:
      'Pieces wait to be done again or to be accepted by the next operation; `work_orders` lists them. Tell what became of them, or short close.',
  },
  WORK_ORDER_BLOCKED: {
    kind: 'conflict',
    title: 'The work order has to wait',
    description: 'Something that it needs is not there yet; `reasons` lists all of it.',
  },
  INPUT_EXCEEDED: {
    kind: 'conflict',
    title: 'More than came from before',
    description:
      'An operation processes the pieces that it has accepted from those before; `available` says how many are left.',
  },
  REWORK_EXCEEDED: {
    kind: 'conflict',
    title: 'More than waits to be done again',
    description: 'Only pieces that wait at the operation can be done again; `available` says how many.',
  },
  OVER_PRODUCTION: {
    kind: 'conflict',
    title: 'More than may be made',
    description:
      "The company's production settings limit what is made beyond the target; `most` says how many pieces may be made.",
  },
  ENTRY_ALREADY_REVERSED: {
    kind: 'conflict',
    title: 'Already reversed',
    description: 'The entry was reversed before.',
  },
  PIECES_GONE_ON: {
    kind: 'conflict',
    title: 'The pieces have gone on',
    description: 'What is to be taken back was handed over or processed already: take that back first.',
  },
  POSTED_WITH_ORDER: {
    kind: 'conflict',
    title: 'Told of the whole order',
    description: 'The entry was written by a report of the whole order: reverse that report.',
  },
  OVER_CONSUMPTION: {
    kind: 'conflict',
    title: 'More material than may be taken',
    description:
      "The company's production settings limit what is issued beyond what is required; `components` says how much. `consumption_override` (and the permission for it) lets it pass.",
  },
  UNDER_CONSUMPTION: {
    kind: 'conflict',
    title: 'Less material than the pieces need',
    description:
      "Less was issued by hand than the company's production settings allow for these pieces; `components` says how much. `consumption_override` (and the permission for it) lets it pass.",
  },
  MATERIAL_DEBT_OPEN: {
    kind: 'conflict',
    title: 'Material is owed to stock',
    description:
      'Pieces were worked up that are not taken out of stock yet; `components` lists them. Settle the material debts first.',
  },
  MATERIAL_DEBT_APPROVER_IS_REQUESTER: {
    kind: 'forbidden',
    title: 'Own request',
    description: 'Separation of duties is set for the company: who asked for a material debt cannot approve it.',
  },
  MATERIAL_DEBT_USED: {
    kind: 'conflict',
    title: 'All of it was used',
    description: 'Only what was not used can be given up; what was used is settled.',
  },
  MATERIAL_DEBT_SETTLED: {
    kind: 'conflict',
    title: 'The debt was settled',
    description:
      'What the report used of a material debt was settled since; `material_debts` lists them. Take the settlement back first.',
  },
  NOTHING_OWED: {
    kind: 'conflict',
    title: 'Not that much is owed',
    description: 'Only what was used and not settled can be settled; `owed_quantity` says how many pieces.',
  },
  NOTHING_TO_HAND_OVER: {
    kind: 'conflict',
    title: 'Not that many good pieces',
    description: 'Only good pieces that were not handed over yet can be; `available` says how many.',
  },
  WORK_ORDER_HAS_PIECES: {
    kind: 'conflict',
    title: 'Pieces were there already',
    description: 'An operation is left out only before anything came to it or was made at it, and the last one never.',
  },
  NOT_SUBCONTRACTED: {
    kind: 'conflict',
    title: 'Not done by a subcontractor',
    description: 'Components are sent out for an operation that a subcontractor does; this one is done by ourselves.',
  },
  NOTHING_TO_DISPATCH: {
    kind: 'conflict',
    title: 'Nothing to send',
    description: 'Everything that the operation still needs lies at the subcontractor already.',
  },
  DISPATCH_EXCEEDED: {
    kind: 'conflict',
    title: 'More than is needed there',
    description:
      'The operation needs less than that; `components` says how much of each. Send more with `beyond_need`, for waste for example.',
  },
  RETURN_EXCEEDED: {
    kind: 'conflict',
    title: 'Not that much lies there',
    description:
      'No more comes back than was sent for the order and is neither consumed nor back already; `components` says how much that is.',
  },
  COMPONENTS_AT_SUBCONTRACTOR: {
    kind: 'conflict',
    title: 'Components lie at the subcontractor',
    description: 'Fetch them before the operation is left out or done by somebody else.',
  },
  SUBCONTRACTOR_NEEDED: {
    kind: 'conflict',
    title: 'Who makes it is not said',
    description: 'A bill of type subcontract without a routing needs the `subcontractor_id` of the order.',
  },
  NO_SUBCONTRACT_PRICE: {
    kind: 'conflict',
    title: 'The subcontractor has no price',
    description:
      'The price list of the supplier has no price for the product on that day that can be stated in the currency of the company; give the order a `subcontract_price`.',
  },
  COMPONENT_IN_USE: {
    kind: 'conflict',
    title: 'The component is in use',
    description: 'Something of the component, or pieces that need it, was made already: it can no longer be replaced.',
  },
  NO_SUBSTITUTE: {
    kind: 'conflict',
    title: 'No substitute has enough',
    description:
      'The bill names no substitute for the component of which enough is free; `options` lists those there are.',
  },
  BILL_NOT_MADE: {
    kind: 'conflict',
    title: 'Not a bill to make by',
    description: 'A phantom is passed through and never made by an order of its own.',
  },
  MATERIAL_USED: {
    kind: 'conflict',
    title: 'Used already',
    description:
      'The pieces made so far have used more than would be left; `products` lists what of each can still come back.',
  },
});
