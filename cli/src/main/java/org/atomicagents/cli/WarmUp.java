package org.atomicagents.cli;

/** Does early, beside the reading of the command line, what the first answer would wait for. */
final class WarmUp {
  private WarmUp() {}

  static void start() {
    Thread.ofPlatform().daemon().name("warm-up-schema").start(DemoAgent::warmUp);
    Thread.ofPlatform().daemon().name("warm-up-client").start(Simulation::warmUp);
  }
}
