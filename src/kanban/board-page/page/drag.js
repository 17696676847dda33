/** How far a pointer goes before a press is a drag, in pixels. */
const THRESHOLD = 6;

/**
 * Dragging by pointer: mouse and pen anywhere on a card, a finger on its grip, so that a finger elsewhere scrolls.
 * @param {HTMLElement} board
 * @param {{ start(id: string): boolean, over(id: string, column: HTMLElement | null): void, drop(id: string, column: HTMLElement | null): void }} handlers
 *   `start` may refuse; `drop` comes with null when it was let go elsewhere or broken off
 */
export function makeDraggable(board, { start, over, drop }) {
  /** @type {{ id: string, card: HTMLElement, pointer: number, x: number, y: number, dx: number, dy: number, ghost: HTMLElement | null, column: HTMLElement | null } | null} */
  let drag = null;

  /** @param {HTMLElement | null} column */
  const finish = (column) => {
    if (!drag) return;
    const { id, card, ghost } = drag;
    drag = null;
    card.classList.remove('lifted');
    document.body.classList.remove('dragging');
    if (!ghost) return;
    ghost.remove();
    drop(id, column);
  };

  /** @param {PointerEvent} event */
  const lift = (event) => {
    if (!drag || !start(drag.id)) return finish(null);
    const box = drag.card.getBoundingClientRect();
    const ghost = /** @type {HTMLElement} */ (drag.card.cloneNode(true));
    ghost.classList.add('ghost');
    for (const each of [ghost, ...ghost.querySelectorAll('[id]')]) each.removeAttribute('id');
    ghost.setAttribute('aria-hidden', 'true');
    ghost.style.width = `${box.width}px`;
    document.body.append(ghost);
    Object.assign(drag, { ghost, dx: drag.x - box.left, dy: drag.y - box.top });
    drag.card.classList.add('lifted');
    drag.card.setPointerCapture(event.pointerId);
    document.body.classList.add('dragging');
  };

  board.addEventListener('pointerdown', (event) => {
    const target = /** @type {HTMLElement} */ (event.target);
    const card = /** @type {HTMLElement | null} */ (target.closest('.card'));
    if (!card || event.button !== 0 || target.closest('button')) return;
    if (event.pointerType === 'touch' && !target.closest('.grip')) return;
    drag = {
      id: card.dataset.id ?? '',
      card,
      pointer: event.pointerId,
      x: event.clientX,
      y: event.clientY,
      dx: 0,
      dy: 0,
      ghost: null,
      column: null,
    };
  });

  addEventListener('pointermove', (event) => {
    if (!drag || event.pointerId !== drag.pointer) return;
    if (!drag.ghost && Math.hypot(event.clientX - drag.x, event.clientY - drag.y) < THRESHOLD) return;
    if (!drag.ghost) lift(event);
    if (!drag?.ghost) return;
    drag.ghost.style.transform = `translate(${event.clientX - drag.dx}px, ${event.clientY - drag.dy}px) rotate(1.5deg)`;
    const column = columnAt(event);
    if (column === drag.column) return;
    drag.column = column;
    over(drag.id, column);
  });

  addEventListener('pointerup', (event) => {
    if (drag && event.pointerId === drag.pointer) finish(drag.ghost ? columnAt(event) : null);
  });
  addEventListener('pointercancel', () => finish(null));
  addEventListener('keydown', (event) => {
    if (event.key === 'Escape' && drag?.ghost) finish(null);
  });
  // The text of a card is not to be marked while it is dragged.
  board.addEventListener('selectstart', (event) => {
    if (drag) event.preventDefault();
  });

  /** @param {PointerEvent} event */
  function columnAt(event) {
    return /** @type {HTMLElement | null} */ (
      document.elementFromPoint(event.clientX, event.clientY)?.closest('.column') ?? null
    );
  }
}
