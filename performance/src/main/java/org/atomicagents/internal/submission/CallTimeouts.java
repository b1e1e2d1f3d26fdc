package org.atomicagents.internal.submission;

import java.time.Duration;

/**
 * The timeouts of calls to a batch API. Immutable.
 *
 * @param call the maximum time of a small call, such as for a status
 * @param submit the maximum time to upload the requests of a batch and to create it
 * @param results the maximum time to download the results of a batch, which may be gigabytes; a
 *     connection without data ends earlier
 */
public record CallTimeouts(Duration call, Duration submit, Duration results) {
  private static final CallTimeouts DEFAULTS =
      new CallTimeouts(Duration.ofMinutes(1), Duration.ofMinutes(30), Duration.ofHours(1));

  public static CallTimeouts defaults() {
    return DEFAULTS;
  }
}
