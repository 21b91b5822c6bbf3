/* patch.js - the page that follows: blocks in, places out.
 *
 * A part of the page lies between two comments that the shell has put there. It is a list of block
 * ids; each id has the nodes that its HTML made, with nothing wrapped around them, so the site's
 * stylesheet sees the document that the site would have.
 *
 * An operation: {part, at, remove, insert}. The blocks [at, at + remove) go, those of `insert` come:
 * [id, html] is new, a bare id is one of those that went, and moves. All new blocks of an operation
 * are parsed at once, a sentinel element after each; a sentinel that does not come out at the top
 * says that its block leaves an element open ("leak"): from there on all is parsed as one piece.
 *
 * Images that come back unchanged keep their element, hence their pixels; <details> that the
 * person opened stay open; what is at the top of the window stays there.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
const slots = new Map(); /* part -> {start, end, ids} */
const blocks = new Map(); /* id -> nodes */
const owner = new WeakMap(); /* node at the top of a part -> id */

const SENTINEL = 'chapeau-end';
const SLOT_PREFIX = 'chapeau:';

/* ---- parsing -------------------------------------------------------------------------------- */

function parse(html) {
  const template = dom.create(inert, 'template');
  template.innerHTML = html;
  return template.content;
}

/* Numbered: a comment that one block opens and a later one ends swallows only those between. */
const withSentinel = (html, number) => `${html}<${SENTINEL} n="${number}"></${SENTINEL}>`;

/* The fragment of all blocks with sentinels, and the number of the first that leaks or -1. */
function parseBlocks(htmls) {
  const fragment = parse(htmls.map(withSentinel).join(''));
  const sound = countSound(fragment);
  if (sound >= htmls.length)
    return { fragment, leak: -1 };
  const before = htmls.slice(0, sound).map(withSentinel).join('');
  return { fragment: parse(before + htmls.slice(sound).join('')), leak: sound };
}

/* How many sentinels, from the first on, stand at the top one after the other. */
function countSound(fragment) {
  let count = 0;
  for (let node = fragment.firstChild; node !== null; node = dom.next(node))
    if (dom.name(node) === 'CHAPEAU-END' && dom.attribute(node, 'n') === String(count))
      count++;
  return count;
}

/* Takes the sentinels out; the nodes before each are those of one block. */
function split(fragment, count) {
  const groups = [];
  let nodes = [];
  for (let node = fragment.firstChild; node !== null;) {
    const next = dom.next(node);
    if (dom.name(node) === 'CHAPEAU-END' && groups.length < count) {
      groups.push(nodes);
      nodes = [];
      fragment.removeChild(node);
    } else {
      nodes.push(node);
    }
    node = next;
  }
  if (groups.length < count)
    groups.push(nodes);
  while (groups.length < count)
    groups.push([]);
  return groups;
}

/* ---- what stays of blocks that go --------------------------------------------------------------*/

const keptSelector = 'img, video, audio, picture';

function elementsIn(nodes, selector) {
  return nodes.filter((node) => dom.type(node) === ELEMENT).flatMap((node) =>
    (Element.prototype.matches.call(node, selector) ? [node] : [])
      .concat([...Element.prototype.querySelectorAll.call(node, selector)]));
}

const summaryOf = (details) => {
  const summary = details.querySelector('summary');
  return summary !== null ? summary.textContent : '';
};

/* Puts the pictures of @gone where @fragment has equal ones. The fragment is in our document by
 * the end; until then the new pictures are inert and load nothing. */
function keepElements(gone, fragment) {
  const old = new Map();
  for (const element of elementsIn(gone, keptSelector)) {
    const key = dom.outerHtml(element);
    if (!old.has(key))
      old.set(key, []);
    old.get(key).push(element);
  }
  const opened = elementsIn(gone, 'details').filter((one) => one.open !== writtenOpen.get(one));
  const places = [];
  for (const element of old.size > 0 ? fragment.querySelectorAll(keptSelector) : []) {
    const same = old.get(dom.outerHtml(element));
    if (same !== undefined && same.length > 0 && fragment.contains(element)) {
      const place = dom.create(inert, 'chapeau-place');
      dom.replace(element, place);
      places.push([place, same.shift()]);
    }
  }
  for (const details of opened.length > 0 ? fragment.querySelectorAll('details') : []) {
    const same = opened.findIndex((one) => summaryOf(one) === summaryOf(details));
    if (same >= 0)
      details.open = opened.splice(same, 1)[0].open;
  }
  dom.adopt(page, fragment);
  for (const [place, element] of places)
    dom.replace(place, element);
}

/* ---- operations -----------------------------------------------------------------------------*/

function nodeAfter(slot, index) {
  for (let i = index; i < slot.ids.length; i++) {
    const nodes = blocks.get(slot.ids[i]);
    if (nodes.length > 0)
      return nodes[0];
  }
  return slot.end;
}

function placeBlocks(slot, cursor, ids) {
  const parent = dom.parent(slot.end);
  for (const id of ids)
    for (const node of blocks.get(id)) {
      if (node === cursor)
        cursor = dom.next(cursor);
      else
        dom.insertBefore(parent, node, cursor);
    }
}

function operate({ part, at, remove, insert }) {
  const slot = slots.get(part);
  if (slot === undefined)
    return null;
  const gone = slot.ids.slice(at, at + remove);
  const ids = insert.map((one) => (typeof one === 'number' ? one : one[0]));
  const fresh = insert.filter((one) => typeof one !== 'number');
  const stays = new Set(ids);
  const complete = at + remove === slot.ids.length;
  const { fragment, leak } = parseBlocks(fresh.map((one) => one[1]));
  const after = nodeAfter(slot, at + remove);

  replaceIn(fragment);
  keepElements(takeOut(gone.filter((id) => !stays.has(id))), fragment);
  split(fragment, fresh.length).forEach((nodes, i) => {
    blocks.set(fresh[i][0], nodes);
    nodes.forEach((node) => owner.set(node, fresh[i][0]));
  });
  slot.ids = [...slot.ids.slice(0, at), ...ids, ...slot.ids.slice(at + remove)];
  placeBlocks(slot, firstKept(gone, stays, after), ids);
  return leak < 0 ? null : { part, index: at + ids.indexOf(fresh[leak][0]), complete };
}

/* Takes blocks out of the page and gives their nodes. */
function takeOut(ids) {
  const nodes = ids.flatMap((id) => blocks.get(id));
  for (const node of nodes) {
    owner.delete(node);
    dom.removeChild(dom.parent(node), node);
  }
  ids.forEach((id) => blocks.delete(id));
  return nodes;
}

/* The first node of the range that is still in the page, or the node after the range. */
function firstKept(gone, stays, after) {
  for (const id of gone)
    if (stays.has(id) && blocks.get(id).length > 0)
      return blocks.get(id)[0];
  return after;
}

/* Elements of the shell that hold nothing but empty parts take no place. */
function hideEmpty() {
  const full = new Set();
  for (const { end, ids } of slots.values())
    if (ids.length > 0)
      for (let node = dom.parent(end); node !== null; node = dom.parent(node))
        full.add(node);
  for (const { end } of slots.values())
    for (let node = dom.parent(end); node !== null && dom.name(node) !== 'BODY'; node = dom.parent(node))
      if (dom.hasAttribute(node, 'chapeau-empty') === full.has(node))
        (full.has(node) ? dom.removeAttribute : dom.setAttribute)(node, 'chapeau-empty', '');
}

/* A stand-in takes the place of a node; if that was at the top of a part, its block's list too. */
function swap(node, other) {
  const id = owner.get(node);
  if (id !== undefined && blocks.has(id)) {
    const nodes = blocks.get(id);
    nodes[nodes.indexOf(node)] = other;
    owner.set(other, id);
  }
  dom.replace(node, other);
}

const runAll = (operations) => {
  const leaks = operations.map(operate).filter((leak) => leak !== null);
  hideEmpty();
  return leaks.length > 0 ? JSON.stringify(leaks) : '';
};

/* One update: operations, title of the page, and the place of the block being edited. */
function update(json, text, id, fraction) {
  const operations = JSON.parse(json);
  const anchor = anchorBefore(operations);
  const leaks = runAll(operations);
  setTitle(text);
  keepAnchor(anchor);
  tellExternal();
  mark(id, fraction, operations.length > 0);
  return leaks;
}

/* Lays the page out, which a page that hangs never ends. */
const check = () => root.offsetHeight;

/* ---- start ----------------------------------------------------------------------------------*/

function findSlots() {
  const walker = dom.walk(page, page, NodeFilter.SHOW_COMMENT);
  const comments = [];
  while (walker.nextNode() !== null)
    if (walker.currentNode.data.startsWith(SLOT_PREFIX))
      comments.push(walker.currentNode);
  for (const start of comments) {
    const part = start.data.slice(SLOT_PREFIX.length);
    const end = page.createComment('/' + start.data);
    if (slots.has(part))
      continue;
    start.parentNode.insertBefore(end, start.nextSibling);
    slots.set(part, { start, end, ids: [] });
  }
}

function htmlOf(part) {
  const box = dom.create(inert, 'div');
  const slot = slots.get(part);
  if (slot === undefined)
    return '';
  for (let node = dom.next(slot.start); node !== slot.end; node = dom.next(node))
    box.append(restored(node));
  return dom.html(box);
}

/* What the parser makes of a text by itself: for tests of exactness. */
function htmlAsParsed(html) {
  const box = dom.create(inert, 'div');
  box.append(parse(html));
  return dom.html(box);
}

function start() {
  const meta = page.querySelector('meta[name="chapeau-page"]');
  const body = page.body;
  const address = page.URL;
  const data = JSON.parse(meta.content);
  meta.remove();
  words = data.words;
  externalAllowed = data.external;
  findSlots();
  dom.listen(page, 'error', imageFailed, true);
  const leaks = runAll(data.operations);
  startFollowing(body, data.place, data.mark);
  send('ready', leaks, address);
  tellExternal();
}

view.chapeau = { update, check, scrollTo, mark, htmlOf, htmlAsParsed };
start();
