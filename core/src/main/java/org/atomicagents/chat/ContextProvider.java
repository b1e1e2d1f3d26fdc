package org.atomicagents.chat;

import java.util.function.Supplier;

/**
 * Something that a system prompt tells anew in every run: the date, the user's account, documents
 * that were found.
 *
 * <p>Called once in each run, on the caller's thread. Implementations are thread-safe.
 */
public interface ContextProvider {

  /** The heading under which the information stands. */
  String title();

  /** The information; empty text leaves the heading out. */
  String info();

  /**
   * Whether the information decides the answer, so that an answer cached under other information
   * doesn't fit. A clock says no.
   */
  default boolean affectsFingerprint() {
    return true;
  }

  /** A provider of what {@code info} gives at the time of the run. */
  static ContextProvider of(String title, Supplier<String> info) {
    return new SupplierContextProvider(title, info, true);
  }

  /** The same, of something like a clock, which makes no answer obsolete. */
  static ContextProvider ofVolatile(String title, Supplier<String> info) {
    return new SupplierContextProvider(title, info, false);
  }
}
