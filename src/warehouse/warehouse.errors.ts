import { defineErrors } from '../kernel/errors/index.js';

/** Refusals of the warehouse. Most are raised by the posting functions of the database, under these codes. */
export const WAREHOUSE_ERRORS = defineErrors(
  'warehouse',
  {
    INSUFFICIENT_STOCK: {
      kind: 'conflict',
      title: 'Insufficient stock',
      description:
        'Free stock does not cover the posting or reservation; `shortages` lists every short product and location with what was asked and what there is.',
    },
    PERIOD_CLOSED: {
      kind: 'conflict',
      title: 'Stock period closed',
      description:
        'The month in which the movement would become effective is closed for stock: `month` says which, `state` how (a later hard closing covers it too), ' +
        '`first_open_month` where the fact can be posted as a late one, null when no month that has begun is open.',
    },
    MOVEMENT_ALREADY_REVERSED: {
      kind: 'conflict',
      title: 'Already reversed',
      description: 'A movement is reversed once and in full; `movements` names the reversal there is.',
    },
    STOCK_FROZEN: {
      kind: 'conflict',
      title: 'Stock is being counted',
      description: 'The stock stands still until the count that `number` names is posted or cancelled.',
    },
    MOVEMENT_HAS_RETURNS: {
      kind: 'conflict',
      title: 'Movement has returns',
      description: 'Pieces of the movement have come or gone back; `movements` names the return to take back first.',
    },
    LOT_ON_HOLD: {
      kind: 'conflict',
      title: 'Lot on hold',
      description:
        'A lot on hold is not issued or used up; `lots` lists each one and why. Release it, or choose another.',
    },
    LOT_EXPIRED: {
      kind: 'conflict',
      title: 'Lot expired',
      description:
        'A lot past its expiry is not issued or used up; `lots` lists each one. It can still be moved, returned or scrapped.',
    },
    SERIAL_IN_STOCK: {
      kind: 'conflict',
      title: 'Serial number in stock',
      description: 'Of a serial number there is one piece; `lots` lists those that are in stock already.',
    },
    RESERVATION_NOT_SOFT: {
      kind: 'conflict',
      title: 'Not an open soft reservation',
      description: 'Only a soft reservation that is still open can be made firm.',
    },
    RESERVATION_OF_DOCUMENT: {
      kind: 'conflict',
      title: 'Reservation belongs to a document',
      description:
        'The stock is held for a document of another module, which counts on it; it is released there, by cancelling or completing.',
    },
    MOVEMENT_OF_DOCUMENT: {
      kind: 'conflict',
      title: 'Movement belongs to a document',
      description:
        'The movement was made by a document of another module, which keeps count of it; take it back there.',
    },
    VALUE_EXCEEDS_STOCK: {
      kind: 'conflict',
      title: 'No stock to carry the value',
      description: 'A value adjustment needs stock on hand, and cannot take more value than there is.',
    },
    VALUE_OF_OTHERS: {
      kind: 'conflict',
      title: 'Stock of others',
      description: 'What belongs to a supplier or a customer has no value here, and so none to change.',
    },
    STOCK_OVERFLOW: {
      kind: 'invalid',
      title: 'Quantity or value too large',
      description: 'The balance would hold more than 9007199254740991 pieces, or more value than an amount can hold.',
    },
    ARCHIVED: {
      kind: 'conflict',
      title: 'Archived',
      description:
        'What was recorded then has been taken out into an archive: `archived_through` says from when on stock is known here. It can be brought back (`pabrik partitions restore`).',
    },
    APPEND_ONLY: {
      kind: 'conflict',
      title: 'Append-only',
      description: 'What was recorded is never changed or deleted; post a reversal instead.',
    },
  },
  {
    constraints: {
      ck_stock_balances_on_hand: 'STOCK_OVERFLOW',
      ck_stock_valuations_quantity: 'STOCK_OVERFLOW',
      ck_stock_valuations_value: 'STOCK_OVERFLOW',
      uq_stock_movements_reverses_id: 'MOVEMENT_ALREADY_REVERSED',
    },
  },
);
