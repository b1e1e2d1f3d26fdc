package org.atomicagents.telemetry;

import io.micrometer.core.instrument.MeterRegistry;
import java.util.Objects;
import java.util.function.IntSupplier;
import org.atomicagents.internal.telemetry.micrometer.MeterSettings;
import org.atomicagents.internal.telemetry.micrometer.MeterTable;

/**
 * An observer that records runs, requests and calls of tools in the meters of a Micrometer
 * registry.
 *
 * {@snippet class="org.atomicagents.telemetry.MeterSnippets" region="micrometer"}
 *
 * <p>The meters have the names and tags of OpenTelemetry's conventions for generative AI ({@link
 * ConventionVersion#CURRENT}), such as {@code gen_ai.client.inference.duration}; those that have no
 * counterpart there begin with {@code atomic_agents}. No text of a conversation is recorded. Each
 * tag has a limited number of values; further ones are recorded together as {@code other}.
 *
 * <p>Needs {@code io.micrometer:micrometer-core}, an optional dependency. Thread-safe. One observer
 * serves any number of agents.
 */
public final class MicrometerObserver implements RunObserver {
  private final MeterTable meters;

  private MicrometerObserver(MeterTable meters) {
    this.meters = meters;
  }

  /**
   * Returns an observer that registers its meters in a registry when they are used first; timers
   * without histograms, and up to 100 values of each tag.
   */
  @SuppressWarnings("exports") // the module is optional
  public static MicrometerObserver of(MeterRegistry registry) {
    return new MicrometerObserver(
        new MeterTable(Objects.requireNonNull(registry, "registry"), MeterSettings.DEFAULTS));
  }

  /**
   * Returns a copy whose timers and summaries have histograms with the buckets of OpenTelemetry's
   * conventions: about 15 time series more for each one.
   *
   * <p>Has no effect on meters that exist in the registry already.
   */
  public MicrometerObserver withHistograms() {
    return new MicrometerObserver(
        meters.with(new MeterSettings(true, meters.settings().maxTagValues())));
  }

  /**
   * Returns a copy with another maximum number of values of each tag.
   *
   * @throws IllegalArgumentException if the maximum is less than 1
   */
  public MicrometerObserver withMaxTagValues(int max) {
    return new MicrometerObserver(
        meters.with(new MeterSettings(meters.settings().hasHistograms(), max)));
  }

  /**
   * Registers gauges of a pool of permits, such as a connection pool, a rate limit or a bulkhead.
   * The functions are called by each collection of metrics, and are never unregistered.
   *
   * {@snippet class="org.atomicagents.telemetry.MeterSnippets" region="permits"}
   *
   * @param pool the name of the pool, the value of the tag {@code atomic_agents.pool}
   * @param inUse returns the number of permits in use
   * @param waiting returns the number of requests that wait for a permit
   */
  public void watchPermits(String pool, IntSupplier inUse, IntSupplier waiting) {
    meters.watch(
        Objects.requireNonNull(pool, "pool"),
        Objects.requireNonNull(inUse, "inUse"),
        Objects.requireNonNull(waiting, "waiting"));
  }

  @Override
  public RunObservation begin(RunDescription run) {
    return meters.begin(run.agent());
  }
}
