import { Problem, call, hasSession, logIn, logOut, onSessionEnd } from './api.js';
import {
  BoardModel,
  KINDS,
  SHOWN_FINISHED,
  actionTo,
  isLate,
  isUrgent,
  sentence,
  titleOf,
  verbOf,
  whyNot,
} from './board-model.js';
import { LaneView, keepReachable, makeNavigable } from './board-view.js';
import { fieldsOf, openDialog } from './dialog.js';
import { byId, el, figure } from './dom.js';
import { makeDraggable } from './drag.js';
import { watch } from './live.js';

/**
 * @typedef {import('./board-model.js').Kind} Kind
 * @typedef {import('./board-model.js').Thing} Thing
 * @typedef {import('./board-model.js').Transition} Transition
 */

const ALL = 'all';
/** As many as a board shows: the server gives no more cards, and a hall's screen no more work orders. */
const MOST = 500;
const PAGE = 500;
/** Limits are set seldom, and nothing tells of it. */
const LIMITS_MS = 60_000;
/** Without a live stream the board is read anew this often. */
const POLL_MS = 10_000;
const KIND_NAMES = /** @type {Kind[]} */ (['work_order', 'card']);

/** @type {{ id: string, code: string, name: string }[]} */
let departments = [];
/** @type {string | null} */
let departmentId = null;
/** @type {Record<Kind, BoardModel>} */
let models = emptyModels(null);
/** @type {Record<Kind, LaneView>} */
let lanes;
/** @type {import('./board-view.js').Filter} */
const filter = { text: '', late: false, urgent: false };
/** @type {() => void} */
let stopWatching = () => undefined;
/** @type {string} */
let liveState = 'connecting';
/** Which choice of department an answer belongs to: one that comes after another was chosen is dropped. */
let turn = 0;
let drawing = false;

// -- what is on the board ---------------------------------------------------------------------------------------------------------------

/** @param {string | null} department */
function emptyModels(department) {
  return { card: new BoardModel('card', department), work_order: new BoardModel('work_order', department) };
}

/** Chooses a department, reads its board and watches it. @param {string} code */
async function choose(code) {
  const chosen =
    departments.find((each) => each.code === code) ?? (departments.length === 1 ? departments[0] : undefined);
  departmentId = chosen?.id ?? null;
  /** @type {HTMLSelectElement} */ (byId('department')).value = chosen?.code ?? ALL;
  document.body.dataset.department = chosen?.code ?? ALL;
  document.title = `${chosen?.name ?? 'All departments'} · Pabrik board`;
  history.replaceState(null, '', `#${encodeURIComponent(chosen?.code ?? ALL)}`);
  stopWatching();
  turn++;
  models = emptyModels(departmentId);
  lanes = { work_order: new LaneView('work_order', cardHandlers), card: new LaneView('card', cardHandlers) };
  byId('board').replaceChildren(lanes.work_order.element, lanes.card.element);
  // The stream first: what changes while the board is read is then not missed, and the later version of each thing stays.
  stopWatching = watch(departmentId, { onMessage, onState: showLive });
  await load();
}

async function load() {
  const current = turn;
  byId('board').setAttribute('aria-busy', 'true');
  for (const kind of KIND_NAMES) models[kind].expect();
  try {
    await Promise.all([loadCards(current), loadWorkOrders(current), loadLimits(current)]);
    if (current === turn) banner('');
  } catch (error) {
    if (current === turn && hasSession()) banner(`The board could not be read. ${messageOf(error)}`);
  }
  if (current !== turn) return;
  byId('board').setAttribute('aria-busy', 'false');
  draw();
}

/** @param {number} current */
async function loadCards(current) {
  const department = departmentId ? `department_id=${departmentId}&` : '';
  const [open, finished] = await Promise.all([
    call(`ppic/kanban/cards/all?${department}`),
    call(`ppic/kanban/cards?${department}state=completed&sort=-updated_at&limit=${SHOWN_FINISHED}`),
  ]);
  if (current === turn) models.card.fill([...open.data, ...finished.data]);
}

/** Somebody who may not see work orders sees the cards all the same. @param {number} current */
async function loadWorkOrders(current) {
  const department = departmentId ? `&department_id=${departmentId}` : '';
  try {
    const [open, finished] = await Promise.all([
      pages(`ppic/work-orders?state=pending,ready,in_progress,paused&limit=${PAGE}${department}`),
      call(`ppic/work-orders?state=completed&sort=-updated_at&limit=${SHOWN_FINISHED}${department}`),
    ]);
    if (current !== turn) return;
    models.work_order.fill([...open, ...finished.data]);
    lanes.work_order.say('');
  } catch (error) {
    if (!(error instanceof Problem) || error.status !== 403) throw error;
    if (current === turn) lanes.work_order.say(`You do not see work orders here. ${sentence(error.message)}`);
  }
}

/** @param {string} path */
async function pages(path) {
  /** @type {Thing[]} */
  const found = [];
  for (let cursor = ''; ;) {
    const { data, next_cursor } = await call(`${path}${cursor}`);
    found.push(...data);
    if (!next_cursor || found.length >= MOST) return found.slice(0, MOST);
    cursor = `&cursor=${encodeURIComponent(next_cursor)}`;
  }
}

/** Limits of the columns, and the cards that are counted there but not shown to this person. @param {number} current */
async function loadLimits(current) {
  if (departmentId === null) return;
  const { columns } = await call(`ppic/kanban/boards/${departmentId}`);
  if (current !== turn) return;
  for (const { state, wip_limit, cards } of columns) {
    const seen = models.card.column(state).length;
    lanes.card.limits.set(state, {
      limit: wip_limit,
      unseen: models.card.things.size > 0 ? Math.max(0, cards - seen) : 0,
    });
  }
  draw();
}

/** @param {string} event @param {any} data */
function onMessage(event, data) {
  if (event === 'reset') return void load();
  const kind = KIND_NAMES.find((each) => each === event);
  if (kind) take(kind, data, false);
}

/** Takes a thing as it is now onto the board. @param {Kind} kind @param {Partial<Thing>} news @param {boolean} own whether this person did it */
function take(kind, news, own) {
  const taken = models[kind].put(news);
  if (!taken) return;
  const { thing, from, to } = taken;
  if (from !== to || own) lanes[kind].cards.get(thing.id)?.explain([]);
  draw();
  if (from === to) return;
  requestAnimationFrame(() => requestAnimationFrame(() => lanes[kind].cards.get(thing.id)?.arrived()));
  if (own) speak(`${thing.number} is now ${titleOf(kind, thing.state)}.`);
}

/** Draws once for all that has changed until the next frame. */
function draw() {
  if (drawing) return;
  drawing = true;
  requestAnimationFrame(() => {
    drawing = false;
    for (const kind of KIND_NAMES) lanes[kind].show(models[kind], filter);
    const things = KIND_NAMES.flatMap((kind) => [...models[kind].things.values()].map((thing) => ({ kind, thing })));
    const now = new Date();
    showFigure('filter-late', things.filter(({ kind, thing }) => isLate(kind, thing, now)).length);
    showFigure('filter-urgent', things.filter(({ thing }) => isUrgent(thing)).length);
    keepReachable(byId('board'));
  });
}

/** @param {string} id @param {number} count */
function showFigure(id, count) {
  byId(id).firstElementChild?.replaceChildren(figure(count));
  byId(id).classList.toggle('some', count > 0);
}

// -- moving ------------------------------------------------------------------------------------------------------------------------------

/** @param {string} id @returns {{ kind: Kind, thing: Thing } | null} */
function find(id) {
  for (const kind of KIND_NAMES) {
    const thing = models[kind].things.get(id);
    if (thing) return { kind, thing };
  }
  return null;
}

/** @param {Kind} kind @param {string} id @returns {Promise<Transition[]>} */
function transitionsOf(kind, id) {
  return call(`${KINDS[kind].path}/${id}/transitions`);
}

const cardHandlers = {
  /** @param {string} id */
  onOpen: (id) => void open(id),
  /** @param {string} id */
  onDismiss: (id) => {
    const found = find(id);
    if (found) lanes[found.kind].cards.get(id)?.explain([]);
  },
};

/** Shows what can be done with a thing. @param {string} id @param {string} [focusEvent] */
async function open(id, focusEvent) {
  const found = find(id);
  if (!found) return;
  const { kind, thing } = found;
  try {
    const [transitions, whole] = await Promise.all([transitionsOf(kind, id), call(`${KINDS[kind].path}/${id}`)]);
    const shown = { ...thing, ...whole };
    take(kind, shown, false);
    openDialog(kind, shown, transitions, {
      act: (transition, body) => void act(kind, id, transition, body),
      ...(focusEvent !== undefined && { focusEvent }),
    });
  } catch (error) {
    explain(kind, id, [messageOf(error)]);
  }
}

/** Moves a thing to a column by the action that leads there, or says why not. @param {string} id @param {string} state @param {Promise<Transition[]>} [asked] */
async function moveTo(id, state, asked) {
  const found = find(id);
  if (!found || found.thing.state === state) return;
  const { kind, thing } = found;
  try {
    const action = actionTo(await (asked ?? transitionsOf(kind, id)), state);
    const reasons = whyNot(kind, thing, state, action);
    if (reasons.length > 0) explain(kind, id, reasons);
    else if (action && fieldsOf(kind, action.event, thing).some(({ required }) => required))
      await open(id, action.event);
    else if (action) await act(kind, id, action, {});
  } catch (error) {
    explain(kind, id, [messageOf(error)]);
  }
}

/** @param {Kind} kind @param {string} id @param {Transition} transition @param {object} body */
async function act(kind, id, transition, body) {
  const thing = models[kind].things.get(id);
  if (!thing) return;
  const view = lanes[kind].cards.get(id);
  view?.explain([]);
  view?.busy(true);
  try {
    const done = await call(`${KINDS[kind].path}/${id}/${transition.event.replaceAll('_', '-')}`, {
      method: 'POST',
      body,
      version: thing.version,
    });
    take(kind, done, true);
    if (models[kind].things.get(id)?.state === thing.state)
      speak(`${thing.number}: ${verbOf(kind, transition.event)} done.`);
    else refocus(id);
  } catch (error) {
    await refused(kind, id, error);
  } finally {
    view?.busy(false);
  }
}

/** What the server says against it stands at the card; what somebody else did meanwhile is shown. @param {Kind} kind @param {string} id @param {unknown} error */
async function refused(kind, id, error) {
  const stale = error instanceof Problem && ['STALE_VERSION', 'INVALID_STATE'].includes(error.code);
  if (stale) {
    const now = await call(`${KINDS[kind].path}/${id}`).catch(() => null);
    if (now) take(kind, now, false);
  }
  const reasons =
    error instanceof Problem && error.code === 'STALE_VERSION'
      ? ['Somebody else changed it a moment ago: here it is as it is now.']
      : [
          messageOf(error),
          ...(error instanceof Problem
            ? error.errors.map(({ message, pointer }) => sentence(`${pointer.slice(1)} ${message}`))
            : []),
        ];
  explain(kind, id, reasons);
}

/** @param {Kind} kind @param {string} id @param {string[]} reasons */
function explain(kind, id, reasons) {
  const view = lanes[kind].cards.get(id);
  view?.explain(reasons);
  view?.why.scrollIntoView({ block: 'nearest' });
}

/** Keeps the keyboard with the card that it moved. @param {string} id */
function refocus(id) {
  requestAnimationFrame(() =>
    requestAnimationFrame(() => {
      const card = /** @type {HTMLElement | null} */ (document.querySelector(`.card[data-id="${id}"]`));
      if (document.activeElement === document.body || document.activeElement === card)
        card?.focus({ preventScroll: false });
    }),
  );
}

/** @param {unknown} error */
function messageOf(error) {
  return sentence(error instanceof Error ? error.message : String(error));
}

/** @type {Promise<Transition[]> | null} */
let draggedTransitions = null;

function setUpMoving() {
  const board = byId('board');
  makeDraggable(board, {
    start(id) {
      const found = find(id);
      if (!found) return false;
      const { kind, thing } = found;
      lanes[kind].cards.get(id)?.explain([]);
      const asked = (draggedTransitions = transitionsOf(kind, id));
      document.body.dataset.dragged = kind;
      asked.then(
        (transitions) => {
          if (draggedTransitions === asked)
            lanes[kind].judge((state) =>
              state === thing.state ? null : whyNot(kind, thing, state, actionTo(transitions, state)),
            );
        },
        () => undefined,
      );
      return true;
    },
    over(_id, column) {
      for (const each of board.querySelectorAll('.column.over')) each.classList.remove('over');
      if (column?.dataset.kind === document.body.dataset.dragged) column?.classList.add('over');
    },
    drop(id, column) {
      const asked = draggedTransitions ?? undefined;
      draggedTransitions = null;
      for (const each of board.querySelectorAll('.column.over')) each.classList.remove('over');
      for (const kind of KIND_NAMES) lanes[kind].judge(null);
      const kind = document.body.dataset.dragged;
      delete document.body.dataset.dragged;
      if (column && column.dataset.kind === kind && column.dataset.state) void moveTo(id, column.dataset.state, asked);
    },
  });
  makeNavigable(board, {
    open: (id) => void open(id),
    shift(id, by) {
      const found = find(id);
      if (!found) return;
      const { columns } = KINDS[found.kind];
      const next = columns[columns.findIndex(({ state }) => state === found.thing.state) + by];
      if (next) void moveTo(id, next.state);
    },
  });
}

// -- around the board ------------------------------------------------------------------------------------------------------------------

const LIVE_TEXT = /** @type {Record<string, string>} */ ({
  live: 'Live',
  connecting: 'Connecting',
  waiting: 'Reconnecting',
  refused: 'Not live',
});

/** @param {import('./live.js').LiveState} state @param {string} why */
function showLive(state, why) {
  // A short break is no news: what a person sees changes when it lasts.
  liveState = state;
  const live = byId('live');
  live.dataset.state = state;
  live.title = why;
  const text = live.querySelector('.live-text');
  if (text && text.textContent !== LIVE_TEXT[state]) text.textContent = LIVE_TEXT[state] ?? '';
}

/** @param {string} text empty: takes it away */
function banner(text) {
  const element = byId('banner');
  element.hidden = text === '';
  element.firstElementChild?.replaceChildren(text);
}

/** @param {string} text */
function speak(text) {
  byId('spoken').textContent = text;
}

function tick() {
  const now = new Date();
  const clock = /** @type {HTMLTimeElement} */ (byId('clock'));
  clock.dateTime = now.toISOString();
  clock.textContent = now.toLocaleTimeString('en-GB', { hour: '2-digit', minute: '2-digit' });
}

/** @param {string} [note] why one has to log in again */
function showLogin(note = '') {
  stopWatching();
  turn++;
  byId('app').hidden = true;
  byId('login').hidden = false;
  byId('login-error').textContent = note;
  /** @type {HTMLInputElement} */ (byId('password')).value = '';
  byId('username').focus();
}

async function showBoard() {
  try {
    const [me, boards] = await Promise.all([call('auth/me'), call('ppic/kanban/boards')]);
    byId('who').textContent = me.full_name || me.username;
    departments = boards.data.map((/** @type {any} */ board) => ({
      id: board.department_id,
      code: board.department_code,
      name: board.department_name,
    }));
  } catch (error) {
    if (error instanceof Problem && error.status === 401) return showLogin('Your session has ended. Log in again.');
    if (error instanceof Problem && error.status === 403) return showLogin(messageOf(error));
    byId('login').hidden = true;
    byId('app').hidden = false;
    return banner(`The board could not be opened. ${messageOf(error)}`);
  }
  const options = departments.map(({ code, name }) => el('option', { value: code }, name));
  byId('department').replaceChildren(
    ...(departments.length === 1 ? [] : [el('option', { value: ALL }, 'All departments')]),
    ...options,
  );
  byId('login').hidden = true;
  byId('app').hidden = false;
  banner('');
  await choose(decodeURIComponent(location.hash.slice(1)));
}

/** @param {SubmitEvent} event */
async function submitLogin(event) {
  event.preventDefault();
  const form = /** @type {HTMLFormElement} */ (event.target);
  const button = /** @type {HTMLButtonElement} */ (form.querySelector('button'));
  const text = (/** @type {string} */ name) => /** @type {HTMLInputElement} */ (form.elements.namedItem(name)).value;
  button.disabled = true;
  byId('login-error').textContent = '';
  try {
    const { must_change_password } = await logIn(text('username'), text('password'));
    if (must_change_password) {
      await logOut();
      showLogin('Your password has to be changed before you can go on: ask whoever gave it to you.');
    } else await showBoard();
  } catch (error) {
    byId('login-error').textContent = messageOf(error);
    byId('password').focus();
  } finally {
    button.disabled = false;
  }
}

function setUp() {
  setUpMoving();
  onSessionEnd(() => showLogin('Your session has ended. Log in again.'));
  byId('login-form').addEventListener('submit', (event) => void submitLogin(/** @type {SubmitEvent} */ (event)));
  byId('logout').addEventListener('click', () => void logOut().then(() => showLogin()));
  byId('department').addEventListener(
    'change',
    (event) => void choose(/** @type {HTMLSelectElement} */ (event.target).value),
  );
  byId('banner')
    .querySelector('button')
    ?.addEventListener('click', () => void (lanes ? load() : showBoard()));
  byId('search').addEventListener('input', (event) => {
    filter.text = /** @type {HTMLInputElement} */ (event.target).value.trim();
    draw();
  });
  for (const name of /** @type {const} */ (['late', 'urgent'])) {
    const button = byId(`filter-${name}`);
    button.addEventListener('click', () => {
      filter[name] = !filter[name];
      button.setAttribute('aria-pressed', String(filter[name]));
      draw();
    });
  }
  addEventListener('hashchange', () => void (lanes && choose(decodeURIComponent(location.hash.slice(1)))));
  // What is late grows late by itself.
  tick();
  setInterval(() => (tick(), lanes && draw()), 20_000);
  setInterval(() => void (lanes && hasSession() && loadLimits(turn).catch(() => undefined)), LIMITS_MS);
  setInterval(() => void (lanes && hasSession() && liveState === 'refused' && load()), POLL_MS);
}

setUp();
if (hasSession()) await showBoard();
else showLogin();
