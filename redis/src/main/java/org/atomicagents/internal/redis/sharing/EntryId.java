package org.atomicagents.internal.redis.sharing;

/**
 * The id of an entry of a stream, as in {@code 1700000000000-2}.
 *
 * @param millis the time of the server
 * @param sequence the number of the entry in its millisecond
 */
record EntryId(long millis, long sequence) implements Comparable<EntryId> {

  /**
   * Returns the id with a text.
   *
   * @throws IllegalArgumentException if the text is none
   */
  static EntryId of(String text) {
    int dash = text.indexOf('-');
    if (dash < 0) {
      throw new IllegalArgumentException("expected the id of an entry, found \"" + text + "\"");
    }
    return new EntryId(
        Long.parseLong(text, 0, dash, 10), Long.parseLong(text, dash + 1, text.length(), 10));
  }

  @Override
  public int compareTo(EntryId other) {
    int byTime = Long.compare(millis, other.millis);
    return byTime != 0 ? byTime : Long.compare(sequence, other.sequence);
  }
}
