package org.atomicagents.durable;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A workflow whose records are in memory: each instance is an execution of it. */
final class InMemoryDurable implements Durable {
  private final Journal journal;
  private final StepNames names = new StepNames();

  InMemoryDurable(Journal journal) {
    this.journal = journal;
  }

  /** The records of one workflow, which outlive its executions. Not thread-safe. */
  static final class Journal {
    private final String id;
    private final Map<String, byte[]> records = new HashMap<>();
    private final Map<String, Queue<String>> signals = new HashMap<>();
    private final Set<String> keys = new HashSet<>();
    private Instant time = Instant.EPOCH;

    Journal(String id) {
      this.id = id;
    }

    Set<String> steps() {
      return records.keySet();
    }

    Instant time() {
      return time;
    }

    <T> void send(Signal<T> signal, T value, String key) {
      if (keys.add(key)) {
        signals
            .computeIfAbsent(signal.name(), name -> new ArrayDeque<>())
            .add(signal.encode(value));
      }
    }
  }

  @Override
  public String workflowId() {
    return journal.id;
  }

  @Override
  public StepNames names() {
    return names;
  }

  @Override
  public <T> T step(Step<T> step) {
    String name = step.name().toString();
    var execution = new StepExecution<>(step, journal.id);
    byte[] record;
    synchronized (journal) {
      record = journal.records.get(name);
    }
    if (record == null) {
      record = execution.run();
      synchronized (journal) {
        journal.records.put(name, record);
      }
    }
    return execution.result(record);
  }

  @Override
  public Instant now() {
    return step(
        Step.of(names.next("now"), StepInput.none(), StepCodec.instant(), () -> journal.time));
  }

  @Override
  public void sleep(Duration length) {
    Instant end =
        step(
            Step.of(
                names.next("sleep"),
                StepInput.none(),
                StepCodec.instant(),
                () -> journal.time.plus(length)));
    if (end.isAfter(journal.time)) {
      journal.time = end;
    }
  }

  @Override
  public <T> Optional<T> awaitSignal(Signal<T> signal, Duration timeout) {
    String received =
        step(
            Step.of(
                names.next("signal " + signal.name()),
                StepInput.none(),
                StepCodec.text(),
                () -> "" + Objects.requireNonNullElse(poll(signal.name()), "")));
    return received.isEmpty() ? Optional.empty() : Optional.of(signal.decode(received));
  }

  private @Nullable String poll(String signal) {
    Queue<String> sent = journal.signals.get(signal);
    return sent == null ? null : sent.poll();
  }
}
