package org.atomicagents.durable.temporal;

import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The settings of the activities of a workflow. Immutable: each change returns a copy.
 *
 * <p>How long a workflow waits for a provider that fails is a setting of its requests: {@link
 * org.atomicagents.durable.DurableRequests#withRetry}.
 *
 * @param taskQueue the task queue of the workers that send requests and run tools; null for the
 *     queue of the workflow
 * @param requestTimeout the maximum length of one attempt of a request, including the retries of
 *     its model
 * @param toolTimeout the maximum length of one attempt of a call of a tool
 * @param heartbeatTimeout how soon another worker takes over the activity of one that has crashed
 * @param stepTimeout the maximum length of a step, with its attempts and the time until a worker is
 *     free
 * @param maxPayloadBytes the maximum size of a request, and of a response; the servers of Temporal
 *     accept 2 MiB by default
 */
public record TemporalSettings(
    @Nullable String taskQueue,
    Duration requestTimeout,
    Duration toolTimeout,
    Duration heartbeatTimeout,
    Duration stepTimeout,
    int maxPayloadBytes) {
  private static final TemporalSettings DEFAULTS =
      new TemporalSettings(
          null,
          Duration.ofMinutes(10),
          Duration.ofMinutes(10),
          Duration.ofSeconds(30),
          Duration.ofDays(2),
          2_000_000);

  /**
   * Creates settings.
   *
   * @throws IllegalArgumentException if a length is not positive
   */
  public TemporalSettings {
    requirePositive("requestTimeout", requestTimeout);
    requirePositive("toolTimeout", toolTimeout);
    requirePositive("heartbeatTimeout", heartbeatTimeout);
    requirePositive("stepTimeout", stepTimeout);
    if (maxPayloadBytes < 1) {
      throw new IllegalArgumentException(
          "maxPayloadBytes: expected 1 or more, found " + maxPayloadBytes);
    }
  }

  /**
   * Returns the default settings: the task queue of the workflow, 10 minutes for a request and for
   * a tool, heartbeats within 30 seconds, 2 days for a step, 2,000,000 bytes.
   */
  public static TemporalSettings defaults() {
    return DEFAULTS;
  }

  /** Returns a copy with the task queue of other workers. */
  public TemporalSettings withTaskQueue(String queue) {
    return new TemporalSettings(
        Objects.requireNonNull(queue, "queue"),
        requestTimeout,
        toolTimeout,
        heartbeatTimeout,
        stepTimeout,
        maxPayloadBytes);
  }

  /** Returns a copy with another maximum length of one attempt of a request. */
  public TemporalSettings withRequestTimeout(Duration limit) {
    return new TemporalSettings(
        taskQueue, limit, toolTimeout, heartbeatTimeout, stepTimeout, maxPayloadBytes);
  }

  /** Returns a copy with another maximum length of one attempt of a call of a tool. */
  public TemporalSettings withToolTimeout(Duration limit) {
    return new TemporalSettings(
        taskQueue, requestTimeout, limit, heartbeatTimeout, stepTimeout, maxPayloadBytes);
  }

  /** Returns a copy with another time after which a worker without heartbeats is given up. */
  public TemporalSettings withHeartbeatTimeout(Duration limit) {
    return new TemporalSettings(
        taskQueue, requestTimeout, toolTimeout, limit, stepTimeout, maxPayloadBytes);
  }

  /** Returns a copy with another maximum length of a step. */
  public TemporalSettings withStepTimeout(Duration limit) {
    return new TemporalSettings(
        taskQueue, requestTimeout, toolTimeout, heartbeatTimeout, limit, maxPayloadBytes);
  }

  /**
   * Returns a copy with another maximum size of a request and of a response, such as for a payload
   * codec that stores large payloads elsewhere.
   */
  public TemporalSettings withMaxPayloadBytes(int bytes) {
    return new TemporalSettings(
        taskQueue, requestTimeout, toolTimeout, heartbeatTimeout, stepTimeout, bytes);
  }

  private static void requirePositive(String name, Duration length) {
    if (!length.isPositive()) {
      throw new IllegalArgumentException(name + ": expected a positive duration, found " + length);
    }
  }
}
