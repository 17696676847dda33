/**
 * Makes an element. Text is always text: nothing here turns what somebody typed into markup.
 * @template {keyof HTMLElementTagNameMap} Tag
 * @param {Tag} tag
 * @param {Record<string, any>} [attributes] `class`, `data-…`, `aria-…` and the like; `onclick` and other functions are listeners; null and false
 *   are left out, true stands without a value
 * @param {...(Node | string | number | null | undefined | false)} children
 * @returns {HTMLElementTagNameMap[Tag]}
 */
export function el(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === 'function') element.addEventListener(name.slice(2), value);
    else if (value !== null && value !== undefined && value !== false)
      element.setAttribute(name, value === true ? '' : String(value));
  }
  for (const child of children) {
    if (child !== null && child !== undefined && child !== false)
      element.append(child instanceof Node ? child : String(child));
  }
  return element;
}

/** @template {HTMLElement} [E=HTMLElement] @param {string} id @returns {E} */
export function byId(id) {
  const element = document.getElementById(id);
  if (!element) throw new Error(`There is no #${id}`);
  return /** @type {E} */ (element);
}

/**
 * Brings the children of a list into an order with as few moves as that takes: what stands right is not touched, so that focus and scroll stay.
 * @param {Element} parent @param {readonly Element[]} wanted
 */
export function arrange(parent, wanted) {
  const keep = new Set(wanted);
  for (const child of [...parent.children]) if (!keep.has(child)) child.remove();
  let next = parent.firstElementChild;
  for (const child of wanted) {
    if (child === next) next = next.nextElementSibling;
    else parent.insertBefore(child, next);
  }
}

const NUMBER = new Intl.NumberFormat('en-GB');
const DAY = new Intl.DateTimeFormat('en-GB', { weekday: 'short', day: 'numeric', month: 'short' });

/** @param {number} value */
export function figure(value) {
  return NUMBER.format(value);
}

/** @param {string} day `YYYY-MM-DD` @param {string} today */
export function dayText(day, today) {
  const distance = Math.round((Date.parse(day) - Date.parse(today)) / 86_400_000);
  if (distance === 0) return 'today';
  if (distance === 1) return 'tomorrow';
  if (distance < 0) return distance === -1 ? '1 day late' : `${figure(-distance)} days late`;
  return DAY.format(new Date(`${day}T12:00:00`));
}
