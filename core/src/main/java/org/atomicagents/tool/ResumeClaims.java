package org.atomicagents.tool;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A register of the suspended loops that were resumed, so that none is resumed twice.
 *
 * <p>Implementations must be atomic across all processes that may resume the same loop: an insert
 * into a table with a unique key, for example. Thread-safe.
 */
@FunctionalInterface
public interface ResumeClaims {

  /**
   * Registers that a suspended loop is resumed.
   *
   * @param suspensionId the {@link Suspended#id()}
   * @return false if it was registered before
   */
  boolean claim(String suspensionId);

  /** Returns a register in the memory of this process, without a limit of its size. */
  static ResumeClaims inMemory() {
    Set<String> claimed = ConcurrentHashMap.newKeySet();
    return claimed::add;
  }
}
