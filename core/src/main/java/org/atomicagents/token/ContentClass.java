package org.atomicagents.token;

/** A kind of text for which a tokenizer has its own ratio of tokens to characters. */
enum ContentClass {
  /** Sentences in a Latin alphabet. */
  PROSE(0),
  /** JSON without its long texts. */
  JSON(1),
  /** Source code. */
  CODE(2),
  /** Chinese, Japanese and Korean. */
  CJK(3),
  /** Other scripts, such as Cyrillic and Arabic, and emoji. */
  OTHER_SCRIPT(4);

  private final int index;

  ContentClass(int index) {
    this.index = index;
  }

  /** Returns the position of the class in a list of amounts, from 0. */
  int index() {
    return index;
  }
}
