package org.atomicagents.chat;

import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import java.util.function.Supplier;
import org.atomicagents.time.TimeSource;

/**
 * A section of a system prompt whose content is determined in each run, such as the current date,
 * the account of the user, or retrieved documents.
 *
 * <p>Called once per run, on the thread that prepares the run. Implementations must be thread-safe.
 * An exception reaches the caller of the run unchanged. The {@code with} methods return providers
 * that limit, cache or isolate another one:
 *
 * {@snippet class="org.atomicagents.chat.SystemPromptSnippets" region="limits"}
 *
 * <p>Stable content is rendered before volatile content, each in the order of registration, so that
 * the beginning of the prompt is equal in many requests and providers can cache it.
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
   * content such as the current time, which is rendered last.
   */
  default boolean affectsFingerprint() {
    return true;
  }

  /**
   * Returns a copy that is interrupted after a duration, or at the deadline of the run if that is
   * earlier; the run fails then with a {@link org.atomicagents.error.TimedOutException}.
   *
   * <p>The provider is called on a virtual thread of its own, which does not inherit thread-locals.
   * A provider that ignores the interrupt does not delay the run, but its thread remains.
   *
   * @throws IllegalArgumentException if the limit is not positive
   */
  default ContextProvider withTimeLimit(Duration limit) {
    return new TimeLimitedContext(this, limit);
  }

  /**
   * Returns a copy that returns the same content for a duration, measured from the end of the call
   * that returned it. Concurrent runs share one call; a failure is not cached.
   *
   * @throws IllegalArgumentException if the duration is not positive
   */
  default ContextProvider withCache(Duration duration) {
    return withCache(duration, TimeSource.system());
  }

  /**
   * Returns a copy that returns the same content for a duration of a clock; see {@link
   * #withCache(Duration)}.
   *
   * @throws IllegalArgumentException if the duration is not positive
   */
  default ContextProvider withCache(Duration duration, TimeSource time) {
    return new CachedContext(this, duration, time);
  }

  /**
   * Returns a copy whose section is omitted if the provider fails: an {@link
   * org.atomicagents.model.AgentEvent.ContextOmitted} event reports the failure, and the run
   * continues. An interrupt of the run still cancels it.
   */
  default ContextProvider withOmissionOnFailure() {
    return new OmissibleContext(this);
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

  /**
   * Returns a provider of the current date and day of the week, as in {@code 2026-03-14, Saturday},
   * under the heading "Current date". It affects the fingerprint: results of another day differ.
   */
  static ContextProvider currentDate(ZoneId zone) {
    return ClockContext.date(zone, TimeSource.system());
  }

  /**
   * Returns a provider of the current date and day of the week on a clock; see {@link
   * #currentDate(ZoneId)}.
   */
  static ContextProvider currentDate(ZoneId zone, TimeSource time) {
    return ClockContext.date(zone, time);
  }

  /**
   * Returns a volatile provider of the current date, time in minutes and zone, as in {@code
   * 2026-03-14, Saturday, 15:09 Europe/Lisbon}, under the heading "Current time".
   */
  static ContextProvider currentTime(ZoneId zone) {
    return ClockContext.time(zone, TimeSource.system());
  }

  /** Returns a volatile provider of the current time on a clock; see {@link #currentTime}. */
  static ContextProvider currentTime(ZoneId zone, TimeSource time) {
    return ClockContext.time(zone, time);
  }

  /**
   * Returns a provider of the content of a UTF-8 text file, at most 1,000,000 bytes. The file is
   * read again after it changed; an {@link java.io.UncheckedIOException} is thrown if it can't be
   * read, or is too large.
   */
  static ContextProvider file(String title, Path path) {
    return new FileContext(title, path);
  }
}
