package org.atomicagents.token;

/** A kind of text for which a tokenizer has its own ratio of tokens to characters. */
enum ContentClass {
  /** Sentences in a Latin alphabet. */
  PROSE,
  /** JSON without its long texts. */
  JSON,
  /** Source code. */
  CODE,
  /** Chinese, Japanese and Korean. */
  CJK,
  /** Other scripts, such as Cyrillic and Arabic, and emoji. */
  OTHER_SCRIPT
}
