package org.atomicagents.internal.limit;

import java.util.concurrent.locks.ReentrantLock;
import org.atomicagents.limit.AdaptiveConcurrency;

/** The number of concurrent requests, and its adaptive maximum. Thread-safe. */
final class ConcurrencyWindow {
  private final ReentrantLock lock = new ReentrantLock();
  private final AdaptiveConcurrency settings;
  private double max;
  private int inFlight;
  // The number of decreases: a request that began before the last one causes no further decrease.
  private long epoch;

  /** How a request ended. */
  enum Ending {
    /** With a complete response. */
    SUCCESS,
    /** With a rate limit error of the provider. */
    LIMITED,
    /** In any other way. */
    OTHER
  }

  ConcurrencyWindow(AdaptiveConcurrency settings) {
    this.settings = settings;
    this.max = settings.max();
  }

  /** Returns the epoch of a request that may begin; -1 if there are too many. */
  long tryEnter() {
    lock.lock();
    try {
      if (inFlight >= (int) max) {
        return -1;
      }
      inFlight++;
      return epoch;
    } finally {
      lock.unlock();
    }
  }

  void exit(long entryEpoch, Ending ending) {
    lock.lock();
    try {
      switch (ending) {
        case SUCCESS -> increase();
        case LIMITED -> {
          if (entryEpoch == epoch) {
            max = Math.max(settings.min(), Math.min(max, inFlight) * settings.decrease());
            epoch++;
          }
        }
        case OTHER -> {}
      }
      inFlight--;
    } finally {
      lock.unlock();
    }
  }

  int inFlight() {
    lock.lock();
    try {
      return inFlight;
    } finally {
      lock.unlock();
    }
  }

  int max() {
    lock.lock();
    try {
      return (int) max;
    } finally {
      lock.unlock();
    }
  }

  private void increase() {
    // An unused maximum would grow without evidence that the provider accepts it.
    if (inFlight >= max / 2) {
      max = Math.min(settings.max(), max + 1 / max);
    }
  }
}
