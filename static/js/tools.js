// What not everybody uses every day comes when it is used first.

import { notify } from "./notices.js";

const LOADED = {
  attributes: () => import("./attributes.js"),
  editor: () => import("./claims.js"),
  comments: () => import("./comments.js"),
  comfort: () => import("./comfort.js"),
  filter: () => import("./filter.js"),
  find: () => import("./find.js"),
  here: () => import("./here.js"),
  list: () => import("./list.js"),
  messages: () => import("./messages.js"),
  past: () => import("./past.js"),
  palette: () => import("./palette.js"),
  pick: () => import("./pick.js"),
  same: () => import("./same.js"),
  slots: () => import("./slots.js"),
  surest: () => import("./surest.js"),
  tie: () => import("./tie.js"),
  waiting: () => import("./waiting.js"),
  why: () => import("./why.js"),
};

export class Tools {
  /** @param {object} reader the Reader; a typed import here would be a circle of files */
  constructor(reader) {
    this.reader = reader;
    this.used = new Map();
    /** @type {string | null} the one that is open in the dock */
    this.inDock = null;
    /** Where the person was before a tool took the focus. */
    this.before = { places: [], place: null, key: null, item: null };
  }

  /** One that was used already, or undefined. @param {string} name */
  get(name) {
    return this.used.get(name);
  }

  /** Open what is in the page already, so that what is typed meanwhile arrives there. */
  async open(name) {
    const { current, item, places } = this.reader;
    this.before = { places, place: this.reader.selected(), key: current, item };
    const element = document.getElementById(name);
    if (element.matches("dialog")) element.showModal();
    else if (element.matches("form")) this.enter(name, element);
    const tool = await this.load(name);
    if (!tool && this.inDock === name) this.leave();
    else if (!tool) element.close?.();
    if (element.matches("form") ? this.inDock === name : element.open !== false) tool?.open();
  }

  async load(name) {
    try {
      const { mount } = await LOADED[name]();
      if (!this.used.has(name)) this.used.set(name, mount(this.reader));
    } catch {
      notify("The desk cannot be reached to load this. Try again.");
    }
    return this.get(name);
  }

  enter(name, element) {
    this.inDock = name;
    this.reader.dock.turnTo(name);
    const input = element.querySelector("input");
    input.focus();
    input.select(); // what was asked for before gives way
  }

  leave() {
    const tool = this.get(this.inDock);
    this.inDock = null;
    this.reader.dock.turnTo(null);
    this.reader.go(this.reader.current, { isFocusing: false });
    tool?.close();
    this.reader.onSelected();
  }
}
