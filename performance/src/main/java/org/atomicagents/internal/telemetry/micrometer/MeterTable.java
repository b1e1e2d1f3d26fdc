package org.atomicagents.internal.telemetry.micrometer;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.IntSupplier;
import org.atomicagents.telemetry.ActivityOutcome;
import org.atomicagents.telemetry.RunObservation;
import org.jspecify.annotations.Nullable;

/**
 * The meters of a registry, by the values of their tags.
 *
 * <p>Meters are looked up here and not in the registry, which creates a key for each look-up.
 * Thread-safe.
 */
public final class MeterTable {
  private final MeterRegistry registry;
  private final MeterSettings settings;
  private final TagValues agents;
  private final TagValues providers;
  private final TagValues models;
  private final TagValues tools;
  private final TagValues errors;
  private final ConcurrentHashMap<String, AgentMeters> byAgent = new ConcurrentHashMap<>();
  private final ConcurrentHashMap<SentKey, SentMeters> bySent = new ConcurrentHashMap<>();
  private final ConcurrentHashMap<ToolKey, Timer> byTool = new ConcurrentHashMap<>();

  /** Creates a table whose meters are registered when they are used first. */
  public MeterTable(MeterRegistry registry, MeterSettings settings) {
    this.registry = registry;
    this.settings = settings;
    this.agents = new TagValues(settings.maxTagValues());
    this.providers = new TagValues(settings.maxTagValues());
    this.models = new TagValues(settings.maxTagValues());
    this.tools = new TagValues(settings.maxTagValues());
    this.errors = new TagValues(settings.maxTagValues());
  }

  private record SentKey(String provider, String model) {}

  private record ToolKey(String tool, String error) {}

  /** Returns the settings. */
  public MeterSettings settings() {
    return settings;
  }

  /** Returns a table of the same registry with other settings. */
  public MeterTable with(MeterSettings others) {
    return new MeterTable(registry, others);
  }

  /** Returns an observation of a run that begins now. */
  public RunObservation begin(String agent) {
    return new MeteredRun(this, agent(agent));
  }

  /** Registers gauges of the permits of a pool or a limit. */
  public void watch(String pool, IntSupplier inUse, IntSupplier waiting) {
    gauge(MeterNames.PERMITS_IN_USE, "Permits in use", pool, inUse);
    gauge(MeterNames.PERMITS_WAITING, "Requests that wait for a permit", pool, waiting);
  }

  private void gauge(String name, String description, String pool, IntSupplier value) {
    Gauge.builder(name, value, IntSupplier::getAsInt)
        .description(description)
        .tag(MeterNames.TAG_POOL, pool)
        .strongReference(true)
        .register(registry);
  }

  AgentMeters agent(String name) {
    String value = agents.of(name);
    AgentMeters known = byAgent.get(value);
    return known == null
        ? byAgent.computeIfAbsent(value, key -> new AgentMeters(this, registry, settings, key))
        : known;
  }

  SentMeters sent(String provider, String model) {
    var key = new SentKey(providers.of(provider), models.of(model));
    SentMeters known = bySent.get(key);
    return known == null
        ? bySent.computeIfAbsent(
            key, tags -> new SentMeters(this, registry, settings, tags.provider(), tags.model()))
        : known;
  }

  Timer tool(String name, ActivityOutcome outcome, @Nullable Throwable failure) {
    var key = new ToolKey(tools.of(name), error(outcome, failure));
    Timer known = byTool.get(key);
    return known == null ? byTool.computeIfAbsent(key, this::newTool) : known;
  }

  private Timer newTool(ToolKey key) {
    return settings
        .timer(MeterNames.TOOL_DURATION)
        .description("Duration of the calls of tools")
        .tag(MeterNames.TAG_OPERATION, "execute_tool")
        .tag(MeterNames.TAG_TOOL, key.tool())
        .tag(MeterNames.TAG_ERROR, key.error())
        .register(registry);
  }

  /** Returns the value of the tag of a model. */
  String model(@Nullable String name) {
    return models.of(name);
  }

  /** Returns the value of the tag of errors. */
  String error(ActivityOutcome outcome, @Nullable Throwable failure) {
    return errors.of(ErrorType.of(outcome, failure));
  }
}
