/* dom.js - the DOM's own functions, out of a post's reach.
 *
 * A post can name its elements so that they hide properties of the document and of forms
 * (<img name="createElement">, <form><input name="parentNode"></form>), in our world too. So no
 * property of `document`, and none of an element that a post may have written, is used but through
 * these, which are taken before any of the post is there.
 *
 * The scripts of this folder are joined into one function in the order dom, marks, follow, patch.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
const uncurry = (f) => Function.prototype.call.bind(f);
const getter = (type, name) => uncurry(Object.getOwnPropertyDescriptor(type.prototype, name).get);

const page = document;
const root = page.documentElement;
const view = window;

const dom = {
  create: uncurry(Document.prototype.createElement),
  adopt: uncurry(Document.prototype.adoptNode),
  walk: uncurry(Document.prototype.createTreeWalker),
  range: uncurry(Document.prototype.createRange),
  listen: uncurry(EventTarget.prototype.addEventListener),
  insertBefore: uncurry(Node.prototype.insertBefore),
  removeChild: uncurry(Node.prototype.removeChild),
  contains: uncurry(Node.prototype.contains),
  parent: getter(Node, 'parentNode'),
  next: getter(Node, 'nextSibling'),
  first: getter(Node, 'firstChild'),
  type: getter(Node, 'nodeType'),
  name: getter(Node, 'nodeName'),
  connected: getter(Node, 'isConnected'),
  replace: uncurry(Element.prototype.replaceWith),
  attribute: uncurry(Element.prototype.getAttribute),
  hasAttribute: uncurry(Element.prototype.hasAttribute),
  setAttribute: uncurry(Element.prototype.setAttribute),
  removeAttribute: uncurry(Element.prototype.removeAttribute),
  closest: uncurry(Element.prototype.closest),
  rect: uncurry(Element.prototype.getBoundingClientRect),
  rects: uncurry(Element.prototype.getClientRects),
  html: getter(Element, 'innerHTML'),
  outerHtml: getter(Element, 'outerHTML'),
};
const title = Object.getOwnPropertyDescriptor(Document.prototype, 'title');
const setTitle = (text) => title.set.call(page, text);
/* A document without a view: nothing in it loads, runs or shows. */
const inert = page.implementation.createHTMLDocument('');
const importInert = Document.prototype.importNode.bind(inert);
const ELEMENT = 1;
const TEXT = 3;

const send = (...message) => view.webkit.messageHandlers.chapeau.postMessage(message);
