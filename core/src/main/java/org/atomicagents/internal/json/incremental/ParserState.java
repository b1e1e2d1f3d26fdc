package org.atomicagents.internal.json.incremental;

/**
 * The state of an {@link IncrementalJsonParser}: the role of the next character.
 *
 * <p>The states and their successors, where <i>next part</i> is KEY in an object and VALUE in an
 * array:
 *
 * <pre>
 * PREAMBLE       opening bracket: next part; opening reasoning tag: THINKING
 * THINKING       closing reasoning tag: PREAMBLE
 * KEY            quote: STRING; letter (lenient): UNQUOTED_KEY; closer: AFTER_VALUE
 * UNQUOTED_KEY   other than a key character: COLON
 * COLON          colon: VALUE
 * VALUE          quote: STRING; opening bracket: next part; closer: AFTER_VALUE; other: LITERAL
 * STRING         backslash: ESCAPE; closing quote: COLON after a key, otherwise AFTER_VALUE (strict)
 *                or AFTER_QUOTE (lenient)
 * ESCAPE         end of the escape sequence: STRING
 * AFTER_QUOTE    quote closes the string: AFTER_VALUE; quote belongs to it: STRING
 * LITERAL        end of the token: AFTER_VALUE (strict), AFTER_LITERAL (lenient), or UNQUOTED_TEXT if
 *                it is neither a number nor a literal
 * AFTER_LITERAL  comma or closer: AFTER_VALUE or next part; digits after a comma: DIGIT_GROUPS; other
 *                text: UNQUOTED_TEXT
 * DIGIT_GROUPS   other than digits and separators: next part
 * UNQUOTED_TEXT  comma, closer or line end: AFTER_VALUE
 * AFTER_VALUE    comma: next part; closer: AFTER_VALUE, or DONE after the outermost one;
 *                other (lenient): next part
 * COMMENT        end of the comment: the state before it
 * </pre>
 *
 * <p>Any other character leads to FAILED. In lenient mode it leads back to PREAMBLE until the first
 * key has been read, since a bracket in prose is not the value. So does a complete value that the
 * sink finds implausible, and a closing reasoning tag after the value, because some models do not
 * mark where their reasoning begins.
 */
enum ParserState {
  PREAMBLE,
  THINKING,
  VALUE,
  KEY,
  UNQUOTED_KEY,
  COLON,
  AFTER_VALUE,
  STRING,
  ESCAPE,
  AFTER_QUOTE,
  LITERAL,
  /** After a number or literal, which can be the first of several unquoted words. */
  AFTER_LITERAL,
  /** Digits after digits and a comma: the number is ambiguous. */
  DIGIT_GROUPS,
  /** Unquoted words, whose end is ambiguous. */
  UNQUOTED_TEXT,
  COMMENT,
  DONE,
  FAILED
}
