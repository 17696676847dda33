/** How urgent a card is, the least first. */
export const CARD_PRIORITIES = ['low', 'normal', 'high', 'urgent'] as const;

/** Cards in one answer of `GET /ppic/kanban/cards/all`. */
export const MOST_CARDS = 500;
