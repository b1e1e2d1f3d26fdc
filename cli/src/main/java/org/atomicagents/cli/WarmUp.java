package org.atomicagents.cli;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.atomicagents.error.AgentException;
import org.atomicagents.openai.OpenAi;

/** Loads what the first response of a demo needs, while the command line is parsed. */
final class WarmUp {
  private WarmUp() {}

  /** Starts the warm-up of a demo; returns the surroundings in which it is used. */
  static Surroundings begin(Surroundings surroundings, List<String> arguments) {
    start(DemoAgent::warmUp);
    start(WarmUp::refusedConnection);
    boolean mayBeSimulated =
        arguments.contains("simulated")
            || arguments.stream().noneMatch(argument -> argument.startsWith("--model"));
    if (!mayBeSimulated || !new ModelSearch(surroundings.models()).hosted().isEmpty()) {
      return surroundings;
    }
    boolean atOnce = arguments.contains("--no-delay");
    var simulation = CompletableFuture.supplyAsync(() -> Simulation.start(atOnce), WarmUp::start);
    return surroundings.withModels(
        surroundings.models().withSimulation(ignored -> simulation.join()));
  }

  // No server listens at port 1: a refused connection loads all of the client.
  private static void refusedConnection() {
    try (OpenAi client = OpenAi.at(URI.create("http://127.0.0.1:1/v1"))) {
      client.models(Duration.ofSeconds(1));
    } catch (AgentException e) {
      // As expected.
    }
  }

  private static void start(Runnable work) {
    Thread.ofPlatform().daemon().name("warm-up").start(work);
  }
}
