package org.atomicagents.internal.telemetry;

import java.util.Objects;
import java.util.function.Supplier;
import org.atomicagents.telemetry.RunObserver;

/**
 * An observer with its guard.
 *
 * @param enabled returns whether the observer is enabled; created once, since each run calls it
 */
record GuardedObserver(RunObserver observer, ObserverGuard guard, Supplier<Boolean> enabled) {

  static GuardedObserver of(RunObserver observer) {
    Objects.requireNonNull(observer, "observer");
    return new GuardedObserver(
        observer, new ObserverGuard(observer.getClass().getName()), observer::isEnabled);
  }

  GuardedObserver inCallerContext() {
    RunObserver bound = guard.get(observer::inCallerContext, observer);
    return new GuardedObserver(bound, guard, bound::isEnabled);
  }

  boolean isEnabled() {
    return guard.get(enabled, false);
  }
}
