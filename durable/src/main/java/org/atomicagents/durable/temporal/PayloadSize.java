package org.atomicagents.durable.temporal;

import java.util.Locale;
import org.atomicagents.error.ConfigurationException;
import org.atomicagents.internal.Utf8Length;

/** The limit of the size of payloads, which the server would reject without a reason. */
final class PayloadSize {
  private PayloadSize() {}

  /** Returns the number of bytes of a text in UTF-8. */
  static long of(String text) {
    return Utf8Length.length(text);
  }

  /**
   * Checks a size.
   *
   * @param owner the step, for messages
   * @param name the measured text, for messages
   * @throws ConfigurationException if it is larger than the maximum
   */
  static void require(String owner, String name, long bytes, int max) {
    if (bytes > max) {
      throw ConfigurationException.of(
          String.format(
              Locale.ROOT,
              "%s: expected %s of at most %,d bytes, found %,d.\n"
                  + "Pass media by URI, bound the history of the conversation, or set a payload"
                  + " codec that stores large payloads elsewhere and raise"
                  + " TemporalSettings.withMaxPayloadBytes.",
              owner,
              name,
              max,
              bytes));
    }
  }
}
