package org.atomicagents.cli.terminal;

/** A text style of a terminal (ECMA-48, Select Graphic Rendition). */
public enum AnsiStyle {
  BOLD(1),
  DIM(2),
  RED(31),
  CYAN(36);

  private final int code;

  AnsiStyle(int code) {
    this.code = code;
  }

  String apply(String text) {
    return start() + text + end();
  }

  String start() {
    return "\033[" + code + "m";
  }

  static String end() {
    return "\033[0m";
  }
}
