package io.stillwake.ingest.setup.report;

/** How one thing stands after it was looked at; the word begins its line. */
enum Outcome {
  AS_WANTED("ok"),
  CHANGED("done"),
  TO_CHANGE("to do"),
  NOTE("note"),
  WRONG("wrong");

  private final String word;

  Outcome(String word) {
    this.word = word;
  }

  String line(String thing, String what) {
    return "%-6s %s: %s".formatted(word, thing, what);
  }
}
