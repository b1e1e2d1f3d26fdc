package org.atomicagents.internal.telemetry;

import java.util.Objects;
import org.atomicagents.telemetry.RunObserver;

/** An observer with its guard. */
record GuardedObserver(RunObserver observer, ObserverGuard guard) {

  static GuardedObserver of(RunObserver observer) {
    Objects.requireNonNull(observer, "observer");
    return new GuardedObserver(observer, new ObserverGuard(observer.getClass().getName()));
  }

  boolean isEnabled() {
    return guard.get(observer::isEnabled, false);
  }
}
