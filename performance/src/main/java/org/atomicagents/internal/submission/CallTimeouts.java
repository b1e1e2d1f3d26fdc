package org.atomicagents.internal.submission;

import java.time.Duration;

/**
 * The timeouts of calls to a batch API. Immutable.
 *
 * @param call the maximum time of a small call, such as for a status
 * @param submit the maximum time to upload the requests of a batch and to create it
 * @param results the maximum time between two parts of the results
 */
public record CallTimeouts(Duration call, Duration submit, Duration results) {
  private static final CallTimeouts DEFAULTS =
      new CallTimeouts(Duration.ofMinutes(1), Duration.ofMinutes(30), Duration.ofMinutes(2));

  public static CallTimeouts defaults() {
    return DEFAULTS;
  }
}
