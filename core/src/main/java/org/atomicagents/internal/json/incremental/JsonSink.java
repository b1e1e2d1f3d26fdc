package org.atomicagents.internal.json.incremental;

/** What an {@link IncrementalJsonParser} finds, in the order of the text. */
public interface JsonSink {

  void startObject();

  /** The key of the value that follows. */
  void startProperty(String name);

  void endObject();

  void startArray();

  void endArray();

  void startString();

  /** More of the text that was started, escapes resolved; the array is the reader's. */
  void appendString(char[] source, int from, int to);

  void endString();

  /** A whole number or literal as JSON has it. */
  void scalar(String word);

  /** A whole value of which only its place is certain. */
  void ambiguousValue();

  /** What came so far isn't what was waited for: it begins anew. */
  void reset();

  /** Whether what came so far can be what was waited for. */
  boolean isPlausible();
}
