package org.atomicagents.model;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.atomicagents.error.LimitExceededException;
import org.atomicagents.message.Usage;
import org.atomicagents.price.Charge;
import org.jspecify.annotations.Nullable;

/** The requests, the usage and the attachments of a run, shared by its contexts. Thread-safe. */
final class RunState {
  private final AtomicInteger requests = new AtomicInteger();
  private final AtomicReference<Usage> usage = new AtomicReference<>(Usage.NONE);
  private final AtomicReference<List<Charge>> charges = new AtomicReference<>(List.of());
  private final AtomicReference<List<String>> requestIds = new AtomicReference<>(List.of());
  private final AtomicReference<@Nullable ConcurrentHashMap<Object, Object>> attachments =
      new AtomicReference<>();
  private volatile boolean hasUnreportedText;
  // The model of the latest response with text of unknown usage.
  private volatile @Nullable Model unreported;

  int requests() {
    return requests.get();
  }

  /** Counts a request; returns its number, from 1. */
  int takeRequest(int max) {
    int sent = requests.getAndUpdate(used -> used < max ? used + 1 : used);
    if (sent >= max) {
      throw LimitExceededException.of("the run's requests", sent, max);
    }
    return sent + 1;
  }

  void returnRequest() {
    requests.decrementAndGet();
  }

  Usage usage() {
    return usage.get();
  }

  List<Charge> charges() {
    return charges.get();
  }

  List<String> requestIds() {
    return requestIds.get();
  }

  void addRequestId(String id) {
    requestIds.updateAndGet(ids -> plus(ids, id));
  }

  boolean hasUnreportedText() {
    return hasUnreportedText;
  }

  void markUnreportedText(Model model) {
    // Called for each chunk: avoids volatile writes for all but the first one.
    if (!hasUnreportedText) {
      unreported = model;
      hasUnreportedText = true;
    }
  }

  /** Returns the model of the text of unknown usage; null if there is none. */
  @Nullable Model unreportedModel() {
    return unreported;
  }

  void add(Usage added, @Nullable Charge charge) {
    usage.accumulateAndGet(added, Usage::plus);
    if (charge != null) {
      charges.updateAndGet(all -> plus(all, charge));
    }
    if (added.outputTokens() > 0) {
      hasUnreportedText = false;
    }
  }

  <T> T attachment(Object key, Class<T> type, Supplier<? extends T> creation) {
    ConcurrentHashMap<Object, Object> all = attachments.get();
    if (all == null) {
      attachments.compareAndSet(null, new ConcurrentHashMap<>());
      return attachment(key, type, creation);
    }
    Object existing = all.get(key);
    return type.cast(
        existing == null ? all.computeIfAbsent(key, absent -> creation.get()) : existing);
  }

  private static <T> List<T> plus(List<T> all, T added) {
    // Most runs have one response.
    if (all.isEmpty()) {
      return List.of(added);
    }
    var more = new ArrayList<>(all);
    more.add(added);
    return List.copyOf(more);
  }
}
