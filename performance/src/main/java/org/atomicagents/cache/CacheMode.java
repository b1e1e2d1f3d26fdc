package org.atomicagents.cache;

/** The use of a cache by a run. */
public enum CacheMode {
  /** Reads entries and writes new ones. */
  ON(true, true),
  /** Neither reads nor writes; each run sends its own request. */
  OFF(false, false),
  /** Reads entries; the outputs of requests are not stored. */
  READ_ONLY(true, false),
  /** Writes entries without reading them, so that a run replaces its entry. */
  WRITE_ONLY(false, true);

  private final boolean reads;
  private final boolean writes;

  CacheMode(boolean reads, boolean writes) {
    this.reads = reads;
    this.writes = writes;
  }

  /** Returns whether a run may use an entry. */
  public boolean isReading() {
    return reads;
  }

  /** Returns whether the output of a run is stored. */
  public boolean isWriting() {
    return writes;
  }
}
