/**
 * A place in the order of board changes. Numbers alone are no order to resume by: a change with a lower number may commit after one with a
 * higher. Transaction ids are, once no older transaction is running; a reader stops below the oldest that is.
 */
export interface BoardPosition {
  readonly xid: bigint;
  readonly id: bigint;
}

const TEXT = /^(\d{1,19})-(\d{1,19})$/;

/** As `Last-Event-ID` says it; null for anything else. */
export function parsePosition(text: string | undefined): BoardPosition | null {
  const match = TEXT.exec(text ?? '');
  return match ? { xid: BigInt(match[1]!), id: BigInt(match[2]!) } : null;
}

export function positionText({ xid, id }: BoardPosition): string {
  return `${xid}-${id}`;
}

export function isAfter(a: BoardPosition, b: BoardPosition): boolean {
  return a.xid > b.xid || (a.xid === b.xid && a.id > b.id);
}

/** One message of the stream, as the EventSource of a browser reads it. Data is one line of JSON. */
export function serverSentEvent(event: string, position: BoardPosition, data: object): string {
  return `id: ${positionText(position)}\nevent: ${event}\ndata: ${JSON.stringify(data)}\n\n`;
}
