package org.atomicagents.routing;

import java.time.Duration;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import org.atomicagents.error.AgentException;
import org.atomicagents.time.TimeSource;

/** The weighted averages of one model. Thread-safe. */
final class TrackedModel {
  /** The total weight of measurements below which a figure is unknown. */
  private static final double MIN_WEIGHT = 0.05;

  private final TimeSource time;
  private final double halfLifeNanos;
  private final Lock lock = new ReentrantLock();
  private final DecayingAverage latency = new DecayingAverage();
  private final DecayingAverage failures = new DecayingAverage();
  private long updated;

  TrackedModel(Duration halfLife, TimeSource time) {
    this.time = time;
    this.halfLifeNanos = halfLife.toNanos();
    this.updated = time.nanoTime();
  }

  /** An average whose weights decay; used under the lock. */
  private static final class DecayingAverage {
    private double sum;
    private double weight;

    void add(double value) {
      sum += value;
      weight++;
    }

    void decay(double factor) {
      sum *= factor;
      weight *= factor;
    }

    double value() {
      return weight < MIN_WEIGHT ? Double.NaN : sum / weight;
    }
  }

  void succeeded(long nanos) {
    update(() -> {
      latency.add((double) nanos);
      failures.add(0);
    });
  }

  void failed(AgentException failure) {
    if (ModelTracker.isOfProvider(failure)) {
      update(() -> failures.add(1));
    }
  }

  /** Returns the average latency in nanoseconds; NaN if it is unknown. */
  double latency() {
    return read(latency);
  }

  /** Returns the share of failed requests; NaN if it is unknown. */
  double failureRate() {
    return read(failures);
  }

  private double read(DecayingAverage average) {
    lock.lock();
    try {
      decay();
      return average.value();
    } finally {
      lock.unlock();
    }
  }

  private void update(Runnable change) {
    lock.lock();
    try {
      decay();
      change.run();
    } finally {
      lock.unlock();
    }
  }

  private void decay() {
    long now = time.nanoTime();
    double factor = Math.pow(0.5, Math.max(0, now - updated) / halfLifeNanos);
    latency.decay(factor);
    failures.decay(factor);
    updated = now;
  }
}
