package org.atomicagents.internal.resilience;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import org.atomicagents.error.AgentException;
import org.atomicagents.model.Interceptor.Chain;
import org.atomicagents.model.ModelExchange;
import org.atomicagents.model.ModelRequest;
import org.atomicagents.model.RunContext;
import org.atomicagents.resilience.HedgeStatistics;

/** The learnt delays and the permitted second requests of a hedge policy. Thread-safe. */
public final class HedgeState {
  private static final int MAX_MODELS = 1_000;
  private static final int MIN_TIMES = 20;
  private static final int WINDOW_SIZE = 1_000;

  private final HedgeSettings settings;
  private final DelayTimer timer;
  private final HedgeQueue queue;
  private final Map<DelayKey, LearntDelay> delays = new ConcurrentHashMap<>();
  private final LongAdder requests = new LongAdder();
  private final LongAdder hedges = new LongAdder();
  private final LongAdder wins = new LongAdder();

  /** The first event of a response that is not streamed is its end. */
  private record DelayKey(String model, boolean stream) {}

  public HedgeState(HedgeSettings settings) {
    this.settings = settings;
    this.timer = new DelayTimer(settings.time());
    this.queue = new HedgeQueue(settings.share());
  }

  /**
   * Returns the response to a request, or to a second one that is sent if the first has not begun
   * after the delay.
   *
   * @throws AgentException if both fail, or if the first one fails before the second is sent
   */
  public ModelExchange send(ModelRequest request, RunContext context, Chain chain) {
    requests.increment();
    queue.countRequest();
    return new HedgeRace(this, request, context, chain).run();
  }

  public HedgeSettings settings() {
    return settings;
  }

  public HedgeStatistics statistics() {
    return new HedgeStatistics(requests.sum(), hedges.sum(), wins.sum());
  }

  DelayTimer timer() {
    return timer;
  }

  LearntDelay delay(ModelRequest request) {
    var key = new DelayKey(request.model(), request.stream());
    LearntDelay known = delays.get(key);
    if (known != null) {
      return known;
    }
    if (delays.size() >= MAX_MODELS) {
      delays.clear();
    }
    return delays.computeIfAbsent(
        key,
        ignored ->
            new LearntDelay(
                settings.percentile(), settings.initialDelay(), MIN_TIMES, WINDOW_SIZE));
  }

  /** Returns whether the share permits a second request now, and takes it. */
  boolean tryHedge() {
    boolean isPermitted = queue.tryTake();
    if (isPermitted) {
      hedges.increment();
    }
    return isPermitted;
  }

  /** Returns the cancellation of an action, which runs on its own thread when the share permits. */
  Runnable hedgeLater(Runnable action) {
    return queue.add(() -> {
      hedges.increment();
      action.run();
    });
  }

  /** Returns a second request that was not sent to the share. */
  void returnHedge() {
    hedges.decrement();
    queue.giveBack();
  }

  void recordWin() {
    wins.increment();
  }
}
