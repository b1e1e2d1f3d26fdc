package org.atomicagents.internal.telemetry.micrometer;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import java.util.concurrent.ConcurrentHashMap;

/** The counters of one agent for what happens in few runs. Thread-safe. */
final class CounterSet {
  private final MeterRegistry registry;
  private final Tags tags;
  private final int maxTagValues;
  private final ConcurrentHashMap<String, TagValues> values = new ConcurrentHashMap<>();
  private final ConcurrentHashMap<CounterKey, Counter> counters = new ConcurrentHashMap<>();

  private record CounterKey(String name, String tag, String value) {}

  CounterSet(MeterRegistry registry, Tags tags, int maxTagValues) {
    this.registry = registry;
    this.tags = tags;
    this.maxTagValues = maxTagValues;
  }

  void add(String name, int count) {
    add(name, "", "", count);
  }

  /** Adds to the counter with an additional tag; a tag that is empty is left out. */
  void add(String name, String tag, String value, int count) {
    if (count > 0) {
      String bounded =
          tag.isEmpty()
              ? value
              : values.computeIfAbsent(name, key -> new TagValues(maxTagValues)).of(value);
      counters
          .computeIfAbsent(new CounterKey(name, tag, bounded), this::newCounter)
          .increment(count);
    }
  }

  private Counter newCounter(CounterKey key) {
    return Counter.builder(key.name())
        .tags(key.tag().isEmpty() ? tags : tags.and(key.tag(), key.value()))
        .register(registry);
  }
}
