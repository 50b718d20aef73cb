// What each command does. Their names and keys are those of the help.

import { WordCursor } from "./cursor.js";
import { wordsAt } from "./places.js";

/** @param {object} reader the Reader; a typed import here would be a circle of files @returns {Record<string, () => unknown>} */
export const commandsOf = (reader) => ({
  next: () => reader.nextSuggested(),
  previous: () => reader.nextSuggested(-1),
  nextAny: () => reader.next(() => true),
  previousAny: () => reader.next(() => true, -1),
  skip: () => reader.nextSuggested(),
  accept: () => reader.decide("accept"),
  reject: () => reader.decide("reject"),
  remove: () => reader.decide("remove"),
  bounds: () => reader.bounds(),
  "bounds-save": () => reader.saveBounds(),
  "start-back": () => reader.mode.move("start", -1),
  "start-on": () => reader.mode.move("start", 1),
  "end-back": () => reader.mode.move("end", -1),
  "end-on": () => reader.mode.move("end", 1),
  claim: () => reader.claim(),
  source: () => reader.claim("source"),
  cue: () => reader.claim("cue"),
  via: () => reader.claim("via"),
  content: () => reader.claim("content"),
  within: () => reader.claim("within"),
  cursor: () => {
    if (reader.mode && !reader.mode.isEditor) reader.leaveMode(); // the boundaries stay as they were
    reader.cursor = new WordCursor(reader.text, reader.selected()?.start ?? reader.placeHere());
    if (reader.mode) return;
    reader.painter.show(null); // until the cursor is left, keys act on what it selects
    if (reader.text.contains(document.activeElement)) document.activeElement.blur();
    reader.dock.showSelection(wordsAt(reader.text, reader.cursor.place));
  },
  filter: () => reader.tools.load("filter").then((filter) => filter?.ask()),
  find: () => reader.tools.open("find"),
  list: () => reader.tools.open("list"),
  comment: () => reader.talk("open"),
  reply: () => reader.talk("reply"),
  palette: () => reader.tools.open("palette"),
  go: () => {
    document.querySelector("#palette input").value = "go to ";
    reader.tools.open("palette");
  },
  undo: () => reader.step("undo"),
  redo: () => reader.step("redo"),
  tags: () => localStorage.setItem("tags", document.body.classList.toggle("no-tags") ? "off" : "on"),
  same: () => {
    if (reader.selected() || reader.present()?.isClaim === false) reader.tools.open("same");
  },
  attributes: () => {
    if (reader.present()) reader.tools.open("attributes");
  },
  past: () => {
    if (reader.current) reader.tools.open("past");
  },
  tie: () => {
    if (reader.present()) reader.tools.open("tie");
  },
  surest: () => reader.tools.open("surest"),
  why: () => reader.tools.load("why").then((why) => why?.open()),
  comfort: () => reader.tools.open("comfort"),
  print: () => print(),
  help: () => reader.dialogs.open("help"),
  finish: () => reader.dialogs.open("finish"),
  cancel: () => reader.cancel(),
});
