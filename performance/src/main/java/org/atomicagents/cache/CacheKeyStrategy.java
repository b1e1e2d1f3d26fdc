package org.atomicagents.cache;

import org.atomicagents.PreparedRun;
import org.atomicagents.internal.cache.InputText;

/**
 * The part of the key of a cache that depends on the run.
 *
 * <p>The tenant, the salt and the type of the output are part of every key, whatever the strategy.
 * Implementations must be thread-safe.
 */
@FunctionalInterface
public interface CacheKeyStrategy {

  /** Returns a text that is equal for the runs that may share an output. */
  String key(PreparedRun<?> run);

  /**
   * Returns the default strategy: {@link PreparedRun#fingerprint()}. Runs share an output if the
   * model, the parameters, the prompt, the history, the input and the types are equal.
   */
  static CacheKeyStrategy fingerprint() {
    return PreparedRun::fingerprint;
  }

  /**
   * Returns a strategy that compares the last message of the request only, which is the input.
   *
   * <p>Runs with another model, prompt or history get the same output. Use it for inputs that are
   * complete in themselves, with a salt for each version of the prompt.
   */
  static CacheKeyStrategy inputOnly() {
    return run -> InputText.hash(run.request().messages().getLast());
  }
}
