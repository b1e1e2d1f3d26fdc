package org.atomicagents.chat;

import java.util.function.Supplier;

/**
 * A section of a system prompt whose content is determined in each run, such as the current date,
 * the account of the user, or retrieved documents.
 *
 * <p>Called once per run, on the thread that prepares the run. Implementations must be thread-safe.
 * An exception reaches the caller of the run unchanged.
 *
 * @see SystemPrompt#withProvider
 */
public interface ContextProvider {

  /** Returns the heading of the section. */
  String title();

  /** Returns the content of the section; an empty text omits the section. */
  String info();

  /**
   * Returns whether a change of the content invalidates cached results: whether the content is part
   * of {@link org.atomicagents.PreparedRun#fingerprint()}. Default: true; false for volatile
   * content such as the current time.
   */
  default boolean affectsFingerprint() {
    return true;
  }

  /** Returns a provider whose content is supplied in each run. */
  static ContextProvider of(String title, Supplier<String> info) {
    return new SupplierContextProvider(title, info, true);
  }

  /**
   * Returns a provider of volatile content, such as the current time, which does not affect the
   * fingerprint of a run.
   */
  static ContextProvider ofVolatile(String title, Supplier<String> info) {
    return new SupplierContextProvider(title, info, false);
  }
}
