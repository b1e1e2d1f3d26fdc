package org.atomicagents.cli;

/** A way in which a terminal shows text (ECMA-48, Select Graphic Rendition). */
enum Paint {
  BOLD(1),
  DIM(2),
  RED(31),
  CYAN(36);

  private final int code;

  Paint(int code) {
    this.code = code;
  }

  String on(String text) {
    return start() + text + end();
  }

  String start() {
    return "\033[" + code + "m";
  }

  static String end() {
    return "\033[0m";
  }
}
