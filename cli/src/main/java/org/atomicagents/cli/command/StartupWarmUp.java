package org.atomicagents.cli.command;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.atomicagents.cli.demo.DemoAgent;
import org.atomicagents.cli.model.ModelResolver;
import org.atomicagents.cli.model.SimulatedModel;
import org.atomicagents.cli.model.SimulationSettings;
import org.atomicagents.error.AgentException;
import org.atomicagents.openai.OpenAi;

/** Loads the classes for the first response of a demo while the command line is parsed. */
public final class StartupWarmUp {
  private StartupWarmUp() {}

  /** Starts the warm-up of a demo and returns the environment that uses it. */
  public static CommandEnvironment start(CommandEnvironment environment, List<String> arguments) {
    start(DemoAgent::warmUp);
    start(StartupWarmUp::loadClient);
    boolean mayBeSimulated =
        arguments.contains("simulated")
            || arguments.stream().noneMatch(argument -> argument.startsWith("--model"));
    if (!mayBeSimulated || !new ModelResolver(environment.models()).hostedProviders().isEmpty()) {
      return environment;
    }
    boolean withoutDelay = arguments.contains("--no-delay");
    var simulation =
        CompletableFuture.supplyAsync(
            () -> SimulatedModel.start(SimulationSettings.of(withoutDelay)), StartupWarmUp::start);
    return environment.withModels(
        environment.models().withSimulation(ignored -> simulation.join()));
  }

  // No server listens on port 1: the refused connection loads all classes of the client.
  private static void loadClient() {
    try (OpenAi client = OpenAi.at(URI.create("http://127.0.0.1:1/v1"))) {
      client.models(Duration.ofSeconds(1));
    } catch (AgentException e) {
      // The connection is expected to fail.
    }
  }

  private static void start(Runnable work) {
    Thread.ofPlatform().daemon().name("warm-up").start(work);
  }
}
