/** The columns of a board: the states of a card that is not over. */
export const BOARD_COLUMNS = ['pending', 'approved', 'in_progress'] as const;
export type BoardColumn = (typeof BOARD_COLUMNS)[number];
