package org.atomicagents.model;

import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
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

  /** Returns the number of a request, from 1, which is counted. */
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

  /** The cancellation of a run, or of a branch of it. Thread-safe. */
  static final class Cancellation {
    private final @Nullable Cancellation parent;
    // Null until an action is registered: many runs need none.
    private final AtomicReference<@Nullable Queue<Runnable>> actions = new AtomicReference<>();
    private volatile boolean cancelled;

    /**
     * Creates a cancellation.
     *
     * @param parent a cancellation that cancels this one, too; null for none
     */
    Cancellation(@Nullable Cancellation parent) {
      this.parent = parent;
    }

    boolean isCancelled() {
      return cancelled || (parent != null && parent.isCancelled());
    }

    /** Returns whether this cancellation has a parent, and the outermost one is not cancelled. */
    boolean isSuperseded() {
      return parent != null && isCancelled() && !root().cancelled;
    }

    private Cancellation root() {
      return parent == null ? this : parent.root();
    }

    void cancel() {
      cancelled = true;
      Queue<Runnable> registered = actions.get();
      if (registered != null) {
        runAll(registered);
      }
    }

    private static void runAll(Queue<Runnable> actions) {
      RuntimeException failure = null;
      for (Runnable action = actions.poll(); action != null; action = actions.poll()) {
        try {
          action.run();
        } catch (RuntimeException e) {
          failure = failure == null ? e : withSuppressed(failure, e);
        }
      }
      if (failure != null) {
        throw failure;
      }
    }

    /** Returns a {@code Runnable} that removes an action, which is registered and run once. */
    Runnable onCancel(Runnable action) {
      if (parent == null) {
        return register(action);
      }
      Runnable once = once(action);
      Runnable own = register(once);
      Runnable inherited = parent.onCancel(once);
      return () -> {
        own.run();
        inherited.run();
      };
    }

    private Runnable register(Runnable action) {
      Queue<Runnable> registered = actions();
      registered.add(action);
      if (cancelled && registered.remove(action)) {
        action.run();
      }
      return () -> registered.remove(action);
    }

    private Queue<Runnable> actions() {
      Queue<Runnable> existing = actions.get();
      if (existing != null) {
        return existing;
      }
      actions.compareAndSet(null, new ConcurrentLinkedQueue<>());
      return actions();
    }

    private static Runnable once(Runnable action) {
      var isRun = new AtomicBoolean();
      return () -> {
        if (!isRun.getAndSet(true)) {
          action.run();
        }
      };
    }

    private static RuntimeException withSuppressed(RuntimeException first, RuntimeException other) {
      if (!first.equals(other)) {
        first.addSuppressed(other);
      }
      return first;
    }
  }

  /** A request of a run, with the part of its usage that was estimated. Thread-safe. */
  static final class SentRequest {
    private final Model model;
    // Null until the usage is reported or estimated, or is known to be none.
    private final AtomicReference<@Nullable Usage> estimate = new AtomicReference<>();

    SentRequest(Model model) {
      this.model = model;
    }

    Model model() {
      return model;
    }

    boolean isSettled() {
      return estimate.get() != null;
    }

    void settle() {
      estimate.set(Usage.NONE);
    }

    /** Settles this request with an estimate; returns false if it is settled already. */
    boolean settleAs(Usage estimated) {
      return estimate.compareAndSet(null, estimated);
    }

    /**
     * Settles this request with its reported usage; returns the part that is not in the estimate.
     */
    Usage settleReported(Usage reported) {
      Usage counted = estimate.getAndSet(Usage.NONE);
      return counted == null || counted.equals(Usage.NONE)
          ? reported
          : difference(reported, counted);
    }

    // A count that is negative here becomes 0.
    private static Usage difference(Usage all, Usage counted) {
      return new Usage(
          all.inputTokens() - counted.inputTokens(),
          all.outputTokens() - counted.outputTokens(),
          all.cacheReadTokens() - counted.cacheReadTokens(),
          all.cacheWriteTokens() - counted.cacheWriteTokens(),
          all.reasoningTokens() - counted.reasoningTokens(),
          all.audioInputTokens() - counted.audioInputTokens(),
          all.audioOutputTokens() - counted.audioOutputTokens());
    }
  }
}
