package org.atomicagents.internal.telemetry.micrometer;

import io.micrometer.core.instrument.LongTaskTimer;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import java.util.concurrent.ConcurrentHashMap;
import org.atomicagents.telemetry.RequestReport;
import org.jspecify.annotations.Nullable;

/** The meters of the requests to one model. Thread-safe. */
final class SentMeters {
  // Responses of one model have few names; more are counted together.
  private static final int MAX_RESPONSES = 100;

  private final MeterTable table;
  private final MeterRegistry registry;
  private final MeterSettings settings;
  private final Tags tags;
  private final LongTaskTimer active;
  private final ConcurrentHashMap<String, ResponseMeters> byResponse = new ConcurrentHashMap<>();
  private final ConcurrentHashMap<Ended, Timer> durations = new ConcurrentHashMap<>();

  private record Ended(String responseModel, String error) {}

  SentMeters(
      MeterTable table,
      MeterRegistry registry,
      MeterSettings settings,
      String provider,
      String model) {
    this.table = table;
    this.registry = registry;
    this.settings = settings;
    this.tags =
        Tags.of(
            MeterNames.TAG_OPERATION,
            "chat",
            MeterNames.TAG_PROVIDER,
            provider,
            MeterNames.TAG_REQUEST_MODEL,
            model);
    this.active =
        LongTaskTimer.builder(MeterNames.ACTIVE_REQUESTS)
            .description("Requests that were sent and have not ended")
            .tags(tags)
            .register(registry);
  }

  LongTaskTimer.Sample begin() {
    return active.start();
  }

  /** Returns the meters of the responses of a model. */
  ResponseMeters response(@Nullable String responseModel) {
    String value = table.model(responseModel);
    ResponseMeters known = byResponse.get(value);
    return known == null ? newResponse(value) : known;
  }

  private ResponseMeters newResponse(String model) {
    String value = byResponse.size() < MAX_RESPONSES ? model : MeterNames.OTHER;
    return byResponse.computeIfAbsent(
        value,
        key ->
            new ResponseMeters(registry, settings, tags.and(MeterNames.TAG_RESPONSE_MODEL, key)));
  }

  void end(RequestReport report) {
    String responseModel = table.model(report.responseModel());
    var key = new Ended(responseModel, table.error(report.outcome(), report.failure()));
    Timer known = durations.get(key);
    Timer timer = known == null ? durations.computeIfAbsent(key, this::newDuration) : known;
    timer.record(report.duration());
  }

  private Timer newDuration(Ended key) {
    return settings
        .timer(MeterNames.REQUEST_DURATION)
        .description("Duration of requests to models")
        .tags(tags)
        .tag(MeterNames.TAG_RESPONSE_MODEL, key.responseModel())
        .tag(MeterNames.TAG_ERROR, key.error())
        .register(registry);
  }
}
