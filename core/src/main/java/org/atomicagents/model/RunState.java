package org.atomicagents.model;

import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.atomicagents.error.LimitExceededException;
import org.atomicagents.message.Usage;
import org.atomicagents.price.Charge;
import org.jspecify.annotations.Nullable;

/**
 * The requests, the usage and the attachments of a run, shared by its contexts. Thread-safe.
 *
 * <p>Its monitor guards all writes: an atomic object for each field would cost every run 80 bytes.
 */
final class RunState {
  private volatile int requests;
  private volatile Usage usage = Usage.NONE;
  private volatile List<Charge> charges = List.of();
  private volatile List<String> requestIds = List.of();
  private volatile @Nullable ConcurrentHashMap<Object, Object> attachments;
  private volatile boolean hasUnreportedText;
  // The model of the latest response with text of unknown usage.
  private volatile @Nullable Model unreported;

  int requests() {
    return requests;
  }

  /** Returns the number of a request, from 1, which is counted. */
  int takeRequest(int max) {
    synchronized (this) {
      int sent = requests;
      if (sent >= max) {
        throw LimitExceededException.of("the run's requests", sent, max);
      }
      requests = sent + 1;
      return sent + 1;
    }
  }

  void returnRequest() {
    synchronized (this) {
      requests -= 1;
    }
  }

  Usage usage() {
    return usage;
  }

  List<Charge> charges() {
    return charges;
  }

  List<String> requestIds() {
    return requestIds;
  }

  void addRequestId(String id) {
    synchronized (this) {
      requestIds = plus(requestIds, id);
    }
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
    synchronized (this) {
      usage = usage.plus(added);
      if (charge != null) {
        charges = plus(charges, charge);
      }
      if (added.outputTokens() > 0) {
        hasUnreportedText = false;
      }
    }
  }

  <T> T attachment(Object key, Class<T> type, Supplier<? extends T> creation) {
    ConcurrentHashMap<Object, Object> all = attachments();
    Object existing = all.get(key);
    return type.cast(
        existing == null ? all.computeIfAbsent(key, absent -> creation.get()) : existing);
  }

  private ConcurrentHashMap<Object, Object> attachments() {
    ConcurrentHashMap<Object, Object> existing = attachments;
    return existing == null ? createAttachments() : existing;
  }

  private ConcurrentHashMap<Object, Object> createAttachments() {
    synchronized (this) {
      ConcurrentHashMap<Object, Object> all = attachments;
      if (all == null) {
        all = new ConcurrentHashMap<>();
        attachments = all;
      }
      return all;
    }
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
    private volatile @Nullable Queue<Runnable> actions;
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
      Queue<Runnable> registered = actions;
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
      Queue<Runnable> existing = actions;
      return existing == null ? createActions() : existing;
    }

    private Queue<Runnable> createActions() {
      synchronized (this) {
        Queue<Runnable> all = actions;
        if (all == null) {
          all = new ConcurrentLinkedQueue<>();
          actions = all;
        }
        return all;
      }
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
    private volatile @Nullable Usage estimate;

    SentRequest(Model model) {
      this.model = model;
    }

    Model model() {
      return model;
    }

    boolean isSettled() {
      return estimate != null;
    }

    void settle() {
      synchronized (this) {
        estimate = Usage.NONE;
      }
    }

    /** Settles this request with an estimate; returns false if it is settled already. */
    boolean settleAs(Usage estimated) {
      synchronized (this) {
        boolean isFirst = estimate == null;
        if (isFirst) {
          estimate = estimated;
        }
        return isFirst;
      }
    }

    /**
     * Settles this request with its reported usage; returns the part that is not in the estimate.
     */
    Usage settleReported(Usage reported) {
      synchronized (this) {
        Usage counted = estimate;
        estimate = Usage.NONE;
        return counted == null || counted.equals(Usage.NONE)
            ? reported
            : difference(reported, counted);
      }
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
