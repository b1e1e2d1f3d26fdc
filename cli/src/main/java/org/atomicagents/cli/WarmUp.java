package org.atomicagents.cli;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.atomicagents.model.AgentException;
import org.atomicagents.model.CancelledException;
import org.atomicagents.openai.OpenAi;

/** Does early, beside the reading of the command line, what the first answer would wait for. */
final class WarmUp {
  private final FutureTask<Simulation> simulation;

  private WarmUp(boolean atOnce) {
    simulation = new FutureTask<>(() -> Simulation.start(atOnce));
  }

  /** Begins for a demo with these arguments; gives back the surroundings with what comes of it. */
  static Surroundings begin(Surroundings surroundings, List<String> arguments) {
    thread("schema", DemoAgent::warmUp);
    thread("client", WarmUp::refusedConnection);
    boolean mayBeSimulated =
        arguments.contains("simulated") || arguments.stream().noneMatch(WarmUp::namesModel);
    if (!mayBeSimulated || !new ModelSearch(surroundings).hosted().isEmpty()) {
      return surroundings;
    }
    var warmUp = new WarmUp(arguments.contains("--no-delay"));
    thread("simulation", warmUp.simulation);
    return surroundings.withSimulation(atOnce -> warmUp.simulation());
  }

  private static boolean namesModel(String argument) {
    return argument.startsWith("--model");
  }

  private Simulation simulation() {
    try {
      return simulation.get();
    } catch (InterruptedException e) {
      throw CancelledException.interrupted("starting the simulated model", e);
    } catch (ExecutionException e) {
      throw new IllegalStateException("The simulated model did not start", e.getCause());
    }
  }

  // Nobody listens at port 1; on the way to that answer all of the client is loaded.
  private static void refusedConnection() {
    try (OpenAi client = OpenAi.at(URI.create("http://127.0.0.1:1/v1"))) {
      client.models(Duration.ofSeconds(1));
    } catch (AgentException e) {
      // As expected.
    }
  }

  private static void thread(String name, Runnable work) {
    Thread.ofPlatform().daemon().name("warm-up-" + name).start(work);
  }
}
