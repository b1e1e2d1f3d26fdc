package org.atomicagents.cli.command;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.atomicagents.cli.demo.DemoAgent;
import org.atomicagents.cli.model.ModelResolver;
import org.atomicagents.cli.model.SimulatedModel;
import org.atomicagents.error.AgentException;
import org.atomicagents.openai.OpenAi;

/** Loads what the first response of a demo needs, while the command line is parsed. */
public final class StartupWarmUp {
  private StartupWarmUp() {}

  /** Starts the warm-up of a demo; returns the surroundings in which it is used. */
  public static CommandEnvironment start(CommandEnvironment surroundings, List<String> arguments) {
    start(DemoAgent::warmUp);
    start(StartupWarmUp::loadClient);
    boolean mayBeSimulated =
        arguments.contains("simulated")
            || arguments.stream().noneMatch(argument -> argument.startsWith("--model"));
    if (!mayBeSimulated || !new ModelResolver(surroundings.models()).hostedProviders().isEmpty()) {
      return surroundings;
    }
    boolean atOnce = arguments.contains("--no-delay");
    var simulation =
        CompletableFuture.supplyAsync(() -> SimulatedModel.start(atOnce), StartupWarmUp::start);
    return surroundings.withModels(
        surroundings.models().withSimulation(ignored -> simulation.join()));
  }

  // No server listens at port 1: a refused connection loads all of the client.
  private static void loadClient() {
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
