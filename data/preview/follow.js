/* follow.js - where things are: scrolling along with the source, clicks, the block being edited.
 *
 * A place is a block's id and how far down in the block, 0 to 1; which source line that is, the
 * other side knows. Blocks are in document order, so the one at a height is found by halving, and
 * nothing about positions is kept between calls: layout may change at any time.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
const MARGIN = 16; /* from the top of the window to a line that was scrolled to */
const BODY = 'body';

let expected = null; /* where our own scrolling ended: its events are no news */
let marked = null; /* {id, fraction} */
let markElement = null;
let scrollAsked = false;

/* ---- boxes ----------------------------------------------------------------------------------*/

/* The box around a block's nodes, null if it has none to see. */
function boxOf(id) {
  const nodes = blocks.get(id);
  let top = Infinity;
  let bottom = -Infinity;
  let left = Infinity;
  for (const node of nodes === undefined ? [] : nodes) {
    let rects = [];
    if (dom.type(node) === ELEMENT) {
      rects = [dom.rect(node)];
    } else if (dom.type(node) === TEXT && node.data.trim() !== '') {
      const range = dom.range(page);
      range.selectNode(node);
      rects = [range.getBoundingClientRect()];
    }
    for (const rect of rects)
      if (rect.width > 0 || rect.height > 0) {
        top = Math.min(top, rect.top);
        bottom = Math.max(bottom, rect.bottom);
        left = Math.min(left, rect.left);
      }
  }
  return top <= bottom ? { top, bottom, left } : null;
}

/* Index and box of the first block from @index on that has one. */
function boxFrom(ids, index) {
  for (let i = index; i < ids.length; i++) {
    const box = boxOf(ids[i]);
    if (box !== null)
      return { index: i, box };
  }
  return null;
}

/* The last block that begins above the height @y, or the first of all. */
function blockAt(ids, y) {
  let found = boxFrom(ids, 0);
  let low = found === null ? ids.length : found.index + 1;
  let high = ids.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    const here = boxFrom(ids, middle);
    if (here !== null && here.box.top <= y) {
      found = here;
      low = here.index + 1;
    } else {
      high = middle;
    }
  }
  return found;
}

/* ---- scrolling ------------------------------------------------------------------------------*/

const maximum = () => root.scrollHeight - view.innerHeight;

function scrollPage(y) {
  const target = Math.max(0, Math.min(Math.round(y), maximum()));
  if (Math.abs(target - view.scrollY) < 1)
    return;
  view.scrollTo({ top: target, behavior: 'instant' });
  expected = view.scrollY;
}

/* Its place to the top of the window; id 0 is the top of the page. */
function scrollTo(id, fraction) {
  const box = id === 0 ? null : boxOf(id);
  if (id === 0)
    scrollPage(0);
  else if (box !== null)
    scrollPage(view.scrollY + box.top + fraction * (box.bottom - box.top) - MARGIN);
}

function tellScrolled() {
  scrollAsked = false;
  const slot = slots.get(BODY);
  if (slot === undefined || (expected !== null && Math.abs(view.scrollY - expected) < 1))
    return;
  expected = null;
  if (view.scrollY <= 0) {
    send('scrolled', 0, 0);
    return;
  }
  const found = blockAt(slot.ids, MARGIN);
  if (found === null)
    return;
  const { top, bottom } = found.box;
  const fraction = bottom > top ? (MARGIN - top) / (bottom - top) : 0;
  send('scrolled', slot.ids[found.index], Math.max(0, Math.min(fraction, 1)));
}

function onScroll() {
  if (!scrollAsked) {
    scrollAsked = true;
    view.requestAnimationFrame(tellScrolled);
  }
}

/* ---- holding still while a patch comes in ---------------------------------------------------*/

/* The first block in the window that stays, and where it is. */
function anchorBefore(operations) {
  const slot = slots.get(BODY);
  if (slot === undefined || view.scrollY <= 0)
    return null;
  const found = blockAt(slot.ids, 0);
  if (found === null)
    return null;
  const gone = new Set();
  for (const { part, at, remove, insert } of operations)
    if (part === BODY) {
      const stays = new Set(insert.filter((one) => typeof one === 'number'));
      slot.ids.slice(at, at + remove).filter((id) => !stays.has(id)).forEach((id) => gone.add(id));
    }
  /* A block that is being edited while its own top is out of sight grows downwards. */
  if (found.box.top < 0 && gone.has(slot.ids[found.index]))
    return null;
  let index = found.index;
  while (index < slot.ids.length && (gone.has(slot.ids[index]) || boxOf(slot.ids[index]) === null))
    index++;
  return index < slot.ids.length ? { id: slot.ids[index], top: boxOf(slot.ids[index]).top } : null;
}

function keepAnchor(anchor) {
  const box = anchor !== null && blocks.has(anchor.id) ? boxOf(anchor.id) : null;
  if (box !== null && Math.abs(box.top - anchor.top) >= 1)
    scrollPage(view.scrollY + box.top - anchor.top);
}

/* ---- the block being edited -----------------------------------------------------------------*/

function drawMark() {
  const box = marked !== null ? boxOf(marked.id) : null;
  if (box === null) {
    markElement.style.display = 'none';
    return;
  }
  const top = Math.round(box.top + view.scrollY);
  const left = Math.max(2, Math.round(box.left + view.scrollX) - 14);
  markElement.style.cssText = 'all:initial;position:absolute;pointer-events:none;width:3px;'
    + 'border-radius:2px;background:#8aa0c8;opacity:.55;z-index:2147483647;'
    + `top:${top}px;left:${left}px;height:${Math.round(box.bottom - box.top)}px`;
}

/* id 0: no mark. With @reveal the place comes into view if it is not. */
function mark(id, fraction, reveal) {
  marked = id === 0 ? null : { id, fraction };
  drawMark();
  const box = reveal && marked !== null ? boxOf(id) : null;
  if (box === null)
    return;
  const y = box.top + fraction * (box.bottom - box.top);
  if (y < MARGIN || y > view.innerHeight - 2 * MARGIN)
    scrollPage(view.scrollY + y - view.innerHeight / 3);
}

/* ---- clicks ---------------------------------------------------------------------------------*/

/* The block that a node lies in; or, in an element of the shell, the one above the height @y of the
 * part that is there: text has no element of its own, and there is room between blocks. */
function ownerOf(node, y) {
  for (; node !== null; node = dom.parent(node)) {
    if (owner.has(node))
      return owner.get(node);
    for (const { end, ids } of slots.values())
      if (ids.length > 0 && dom.parent(end) === node && dom.name(node) !== 'BODY') {
        const found = blockAt(ids, y);
        return found !== null ? ids[found.index] : undefined;
      }
  }
  return undefined;
}

function onClick(event) {
  const target = event.target;
  if (!(target instanceof Element))
    return;
  const link = dom.closest(target, 'a[href], area[href]');
  const follows = link !== null && (event.ctrlKey || event.metaKey);
  if (dom.closest(target, 'summary') === null)
    event.preventDefault();
  event.stopImmediatePropagation();
  if (follows) {
    followLink(link);
    return;
  }
  const id = ownerOf(target, event.clientY);
  const box = id !== undefined ? boxOf(id) : null;
  if (event.button !== 0 || box === null || !view.getSelection().isCollapsed)
    return;
  const height = box.bottom - box.top;
  const fraction = height > 0 ? (event.clientY - box.top) / height : 0;
  send('activated', id, Math.max(0, Math.min(fraction, 0.999)));
}

function followLink(link) {
  const address = dom.attribute(link, 'href').trim();
  if (!address.startsWith('#')) {
    send('link', link instanceof HTMLAnchorElement ? String(link.href) : address);
    return;
  }
  let id = address.slice(1);
  try {
    id = decodeURIComponent(id);
  } catch (error) {
    /* not encoded: the name itself */
  }
  const place = root.querySelector(`#${CSS.escape(id)}, a[name="${CSS.escape(id)}"]`);
  if (place !== null) {
    expected = null;
    view.scrollTo({ top: view.scrollY + dom.rect(place).top - MARGIN, behavior: 'instant' });
  }
}

function refuse(event) {
  event.preventDefault();
  event.stopImmediatePropagation();
}

function startFollowing(body, place, markPlace) {
  markElement = dom.create(page, 'chapeau-mark');
  markElement.style.cssText = 'display:none';
  root.append(markElement);
  dom.listen(view, 'click', onClick, true);
  dom.listen(view, 'auxclick', refuse, true);
  dom.listen(view, 'submit', refuse, true);
  dom.listen(view, 'dragstart', refuse, true);
  dom.listen(view, 'scroll', onScroll, { passive: true, capture: true });
  dom.listen(view, 'resize', drawMarkSoon, { passive: true });
  new ResizeObserver(drawMarkSoon).observe(body);
  mark(markPlace[0], markPlace[1], false);
  scrollTo(place[0], place[1]);
}

let markAsked = false;

function drawMarkSoon() {
  if (marked === null || markAsked)
    return;
  markAsked = true;
  view.requestAnimationFrame(() => {
    markAsked = false;
    drawMark();
  });
}
