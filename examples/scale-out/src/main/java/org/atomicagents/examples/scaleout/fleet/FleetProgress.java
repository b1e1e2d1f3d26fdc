package org.atomicagents.examples.scaleout.fleet;

/** A call that got its permit. */
@FunctionalInterface
interface FleetProgress {
  void served(int process, long waitedNanos);
}
