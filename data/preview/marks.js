/* marks.js - what stands in for what is not shown: cards for frames, frames for images.
 *
 * Works on parsed nodes before they enter the page, so nothing is asked for and nothing flickers.
 * `originals` knows the node that each stand-in replaced; restored() gives a copy of the tree with
 * them back in place. The stand-ins draw themselves in a closed shadow tree: the site's stylesheet
 * does not reach them and they do not show up in HTML.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
const originals = new WeakMap();
/* Elements whose `open` the person may change, and whether they were written open. */
const writtenOpen = new WeakMap();
/* Addresses that failed once: shown as missing at once when the block comes again. */
const missing = new Set();

let words = {};
let externalAllowed = false;

/* A style element, not a sheet object: those are lost when a tree changes its document. */
const markStyle = `
  :host { all: initial; display: inline-block; box-sizing: border-box; max-width: 100%;
    vertical-align: middle; font: 14px/1.4 system-ui, sans-serif; color: #3b4252; }
  :host([kind="frame"]) { display: block; margin: 1em 0; }
  :host([kind="liquid"]) { vertical-align: baseline; }
  .box { display: flex; flex-direction: column; justify-content: center; gap: 2px;
    box-sizing: border-box; min-height: 64px; height: 100%; padding: 12px 16px 12px 56px;
    background: #f3f4f6 no-repeat 16px center / 24px; border: 1px dashed #9aa3b2;
    border-radius: 6px; overflow: hidden; }
  .frame { border-style: solid; border-color: #c5cbd6; min-height: 88px; justify-content: flex-start;
    padding-top: 16px; background-position: 16px 14px; }
  .what { font-weight: 600; }
  .where { font-size: 13px; color: #5d6678; overflow-wrap: anywhere; }
  .image { background-image: url('data:image/svg+xml,<svg xmlns="http://www.w3.org/2000/svg" \
viewBox="0 0 24 24" fill="none" stroke="%235d6678" stroke-width="1.6" stroke-linejoin="round">\
<rect x="3" y="4" width="18" height="16" rx="2"/><circle cx="8.5" cy="9.5" r="1.7"/>\
<path d="M4 18l5.5-5 3.5 3 3-2.5 4.5 4"/></svg>'); }
  .frame { background-image: url('data:image/svg+xml,<svg xmlns="http://www.w3.org/2000/svg" \
viewBox="0 0 24 24" fill="none" stroke="%235d6678" stroke-width="1.6" stroke-linejoin="round">\
<rect x="3" y="4" width="18" height="16" rx="2"/><path d="M10 9l5 3-5 3z" fill="%235d6678"/></svg>'); }
  .liquid { display: inline-block; max-width: 100%; min-height: 0; padding: 0 7px;
    border: 1px solid #e3c67a; border-radius: 4px; background: #fff3d1; cursor: help; color: #6b4a00; }
  .liquid .where { font: 12px/1.6 ui-monospace, monospace; color: inherit; white-space: nowrap;
    overflow: hidden; text-overflow: ellipsis; max-width: 24em; }
  @media print { .box { background-color: #fff; } }
`;

const externalPattern = /^\s*(?:https?:)?\/\//i;
const isExternal = (address) => address !== null && externalPattern.test(address);

/* Width and height as written, so that the page keeps its shape. */
function sizeOf(element) {
  const number = (name) => {
    const value = dom.attribute(element, name);
    return value !== null && /^\s*\d+(\.\d+)?\s*(px)?\s*$/.test(value) ? parseFloat(value) : 0;
  };
  const width = number('width');
  const height = number('height');
  return (width ? `width:${width}px;` : '') + (height ? `height:${height}px;` : '');
}

function standIn(kind, original, what, where) {
  const host = dom.create(page, 'chapeau-mark');
  const shadow = host.attachShadow({ mode: 'closed' });
  const style = dom.create(page, 'style');
  const box = dom.create(page, 'div');
  style.textContent = markStyle;
  dom.setAttribute(host, 'kind', kind);
  dom.setAttribute(host, 'title', where);
  box.className = `box ${kind}`;
  for (const [name, text] of [['what', what], ['where', where]]) {
    if (text === '')
      continue;
    const line = dom.create(page, 'div');
    line.className = name;
    line.textContent = text;
    box.append(line);
  }
  shadow.append(style, box);
  host.style.cssText = sizeOf(original);
  originals.set(host, original);
  return host;
}

function hide(original) {
  const host = dom.create(page, 'chapeau-mark');
  dom.setAttribute(host, 'hidden', '');
  originals.set(host, original);
  return host;
}

const imageWords = (image, what, original = image) =>
  standIn('image', original, dom.attribute(image, 'alt') || what, shortAddress(image, 'src', what));

/* As a person names the file. */
function readable(address) {
  try {
    return decodeURI(address);
  } catch (error) {
    return address; /* not encoded: the name itself */
  }
}

function shortAddress(element, name, what) {
  const address = dom.attribute(element, name) || '';
  const text = address.startsWith('data:') ? address.slice(0, 40) : readable(address);
  return dom.attribute(element, 'alt') ? `${what} : ${text}` : text;
}

const mediaAddresses = ['src', 'srcset', 'poster', 'href', 'xlink:href'];

function asksOutside(element) {
  return mediaAddresses.some((name) => {
    const value = dom.attribute(element, name);
    return value !== null
      && (name === 'srcset' ? value.split(',').some(isExternal) : isExternal(value));
  });
}

/* Where an image is, only the site can tell: its address is made there. */
const liquidPattern = /\{[{%]/;

function isMadeBySite(element) {
  return mediaAddresses.some((name) => liquidPattern.test(dom.attribute(element, name) || ''));
}

function standInFrame(element) {
  const address = dom.attribute(element, 'src') || dom.attribute(element, 'data') || '';
  const name = dom.attribute(element, 'title') || words.frame || '';
  return standIn('frame', element, name, address);
}

/* Liquid is not run here: a chip that tells its source. */
function standInLiquid(element) {
  const source = element.textContent.trim();
  const mark = standIn('liquid', element, '', source);
  dom.setAttribute(mark, 'title', `${words.liquid} :\n${source}`);
  return mark;
}

/* What could ask, refresh, go or nest without CSP having a say, and what would show nothing. */
const silent = 'script, base, meta, link, frameset, portal, noframes';
const frames = 'iframe, frame, object, embed, applet';
const liquid = '.chapeau-liquid';
const media = 'img, picture, video, audio, input[type="image" i]';

/* @fragment: nodes of the inert document, a DocumentFragment (which no name can hide). */
function replaceIn(fragment) {
  const chosen = fragment.querySelectorAll(`${silent}, ${frames}, ${media}, ${liquid}, details`);
  for (const element of chosen) {
    if (!fragment.contains(element))
      continue; /* went away inside another one */
    if (element.matches(silent)) {
      if (!isOwnStylesheet(element))
        dom.replace(element, hide(element));
    } else if (element.matches(frames)) {
      dom.replace(element, standInFrame(element));
    } else if (element.matches(liquid)) {
      dom.replace(element, standInLiquid(element));
    } else if (element.matches('details')) {
      writtenOpen.set(element, dom.hasAttribute(element, 'open'));
    } else {
      replaceMedia(element);
    }
  }
}

function isOwnStylesheet(element) {
  return dom.name(element) === 'LINK'
    && (dom.attribute(element, 'rel') || '').trim().toLowerCase() === 'stylesheet'
    && !isExternal(dom.attribute(element, 'href'));
}

function replaceMedia(element) {
  const inner = [element, ...element.querySelectorAll('source, img, track')];
  if (!externalAllowed && inner.some(asksOutside)) {
    const image = inner.find((one) => asksOutside(one));
    const described = element.querySelector('img') || element;
    const mark = standIn('image', element, dom.attribute(described, 'alt') || words.external,
      dom.attribute(image, 'src') || dom.attribute(image, 'srcset') || '');
    dom.setAttribute(mark, 'external', '');
    dom.replace(element, mark);
  } else if (inner.some(isMadeBySite)) {
    const image = element.querySelector('img') || inner.find(isMadeBySite);
    dom.replace(element, imageWords(image, words.liquid, element));
  } else if (dom.name(element) === 'IMG' && missing.has(dom.attribute(element, 'src'))) {
    dom.replace(element, imageWords(element, words.missing));
  }
}

/* Whether something of another site is left out that the person may ask for. */
let externalTold = false;

function tellExternal() {
  const found = root.querySelector('chapeau-mark[external]') !== null;
  if (found !== externalTold)
    send('external', found ? 1 : 0);
  externalTold = found;
}

/* An image of the page could not be had: its file is not there, or is no image. */
function imageFailed(event) {
  const image = event.target;
  if (!(image instanceof HTMLImageElement) || !dom.connected(image))
    return;
  missing.add(dom.attribute(image, 'src'));
  swap(image, imageWords(image, words.missing));
}

/* A copy in the inert document with the originals in place. */
function restored(node) {
  if (originals.has(node))
    return restored(originals.get(node));
  const copy = importInert(node, false);
  if (writtenOpen.has(node)) {
    if (writtenOpen.get(node))
      dom.setAttribute(copy, 'open', '');
    else
      dom.removeAttribute(copy, 'open');
  }
  if (node instanceof HTMLTemplateElement)
    copy.content.append(importInert(node.content, true));
  for (let child = dom.first(node); child !== null; child = dom.next(child))
    dom.insertBefore(copy, restored(child), null);
  return copy;
}
