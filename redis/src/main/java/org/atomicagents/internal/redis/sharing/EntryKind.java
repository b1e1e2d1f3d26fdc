package org.atomicagents.internal.redis.sharing;

/** The kind of an entry in the stream of a response. */
enum EntryKind {
  /** Events of the response. */
  EVENTS("E"),
  /** The last events of a complete response. */
  FINISHED("F"),
  /** The last events of a response that failed, and the failure. */
  FAILED("X"),
  /** The end of the lease, although the response is not complete. */
  HANDED_OVER("H"),
  /** The end of a response that is too large to be shared. */
  OVERSIZED("O"),
  /** No entry, but a renewal of the lease. */
  RENEWAL("R");

  private final String code;

  EntryKind(String code) {
    this.code = code;
  }

  /** Returns the form in the stream. */
  String code() {
    return code;
  }

  /**
   * Returns the kind with a code.
   *
   * @throws IllegalArgumentException if there is none
   */
  static EntryKind of(String code) {
    for (EntryKind kind : values()) {
      if (kind.code.equals(code)) {
        return kind;
      }
    }
    throw new IllegalArgumentException("expected the kind of an entry, found \"" + code + "\"");
  }
}
