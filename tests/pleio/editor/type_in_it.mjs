// Opens each text of a JSON array on standard input in the editor, and types a letter in each of its tables.
// Prints a JSON array: null for a text that stays whole, otherwise what goes wrong.
import { readFileSync } from "node:fs";
import { getSchema } from "@tiptap/core";
import { TableKit } from "@tiptap/extension-table";
import { EditorState, TextSelection } from "@tiptap/pm/state";
import { addColumnAfter, addRowAfter, deleteRow, fixTables, tableEditing } from "@tiptap/pm/tables";
import StarterKit from "@tiptap/starter-kit";

const schema = getSchema([StarterKit, TableKit]);

function placesInTables(doc) {
  const places = [];
  doc.descendants((node, place) => {
    if (node.type.name !== "table") return true;
    let first = null;
    node.descendants((inside, offset) => {
      if (first === null && inside.isTextblock) first = place + 1 + offset + 1;
      return first === null;
    });
    places.push(first);
    return false;
  });
  return places;
}

function shape(doc) {
  const found = [];
  doc.descendants((node) => {
    if (node.type.name === "tableRow") found.push(node.childCount);
  });
  return JSON.stringify(found);
}

function typedIn(text) {
  const doc = schema.nodeFromJSON(JSON.parse(text));
  doc.check();
  for (const place of placesInTables(doc)) {
    const state = EditorState.create({ doc, plugins: [tableEditing()] });
    if (fixTables(state)) return "its tables are mended as soon as it is opened";
    const typed = state.apply(state.tr.insertText("x", place));
    if (shape(typed.doc) !== shape(doc)) return "a letter typed in a table adds cells";
    const there = typed.apply(typed.tr.setSelection(TextSelection.create(typed.doc, place)));
    for (const act of [addRowAfter, addColumnAfter, deleteRow]) {
      act(there, (change) => there.apply(change));
    }
  }
  return null;
}

const texts = JSON.parse(readFileSync(0, "utf-8"));
process.stdout.write(
  JSON.stringify(
    texts.map((text) => {
      try {
        return typedIn(text);
      } catch (error) {
        return String(error.message);
      }
    }),
  ),
);
