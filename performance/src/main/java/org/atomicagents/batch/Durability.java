package org.atomicagents.batch;

/** When the result of an item is safe, before its outcome is handed out. */
public enum Durability {
  /**
   * The result is on the disk: it survives a crash of the system or a loss of power. Items that
   * complete at the same time share one write to the disk.
   */
  SYNC,
  /**
   * The result was passed to the system: it survives a kill of the process, but not a crash of the
   * system within about a second.
   */
  ASYNC
}
