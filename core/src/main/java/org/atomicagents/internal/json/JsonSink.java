package org.atomicagents.internal.json;

/** What an {@link IncrementalReader} finds, in the order of the text. */
public interface JsonSink {

  void startObject();

  /** The key of the value that follows. */
  void key(String name);

  void endObject();

  void startList();

  void endList();

  void startText();

  /** More of the text that was started, escapes resolved; the array is the reader's. */
  void text(char[] source, int from, int to);

  void endText();

  /** A whole number or literal as JSON has it. */
  void word(String word);

  /** A whole value of which only its place is certain. */
  void unclear();

  /** What came so far isn't what was waited for: it begins anew. */
  void reset();

  /** Whether what came so far can be what was waited for. */
  boolean isOfUse();
}
