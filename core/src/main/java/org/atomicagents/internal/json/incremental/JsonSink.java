package org.atomicagents.internal.json.incremental;

/** Receives the parse events of an {@link IncrementalJsonParser}, in document order. */
public interface JsonSink {

  void startObject();

  /** Starts a property; the next event starts its value. */
  void startProperty(String name);

  void endObject();

  void startArray();

  void endArray();

  void startString();

  /**
   * Appends characters to the current string, with escapes resolved. The array belongs to the
   * parser and is reused after the call.
   */
  void appendString(char[] source, int from, int to);

  void endString();

  /** Reports a complete number or literal in strict JSON syntax. */
  void scalar(String token);

  /** Reports a complete value whose content is ambiguous; only its position is known. */
  void ambiguousValue();

  /** Discards all events so far: they did not belong to the expected value. */
  void reset();

  /** Returns whether the value received so far can be the expected value. */
  boolean isPlausible();
}
