package org.atomicagents.cli.command;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.atomicagents.cli.agentfile.AgentFile;
import org.atomicagents.cli.exit.ExitCode;
import org.atomicagents.cli.model.ModelChoice;
import org.atomicagents.cli.model.ModelOption;
import org.atomicagents.cli.model.ModelResolver;
import org.atomicagents.cli.model.ModelSession;
import org.atomicagents.cli.terminal.MessageSource;
import org.atomicagents.cli.terminal.PipedMessageSource;
import org.atomicagents.cli.terminal.Terminal;
import org.atomicagents.cli.terminal.TerminalMessageSource;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** A conversation in the terminal, or one message a line out of a pipe. */
@Command(
    name = "chat",
    description = "Talk to a model, or to an agent that a YAML file describes.",
    mixinStandardHelpOptions = true,
    exitCodeListHeading = "%nExit codes, where the messages are piped in:%n",
    exitCodeList = {
      "0:each message has its answer",
      "1:the program itself is at fault",
      "2:the command line or a command was not understood, or names a file that can't be read",
      "3:the agent's file is wrong",
      "4:a message doesn't fit the agent's input schema",
      "5:the model brought no valid output",
      "6:the provider could not be reached, refused the request, or took too long"
    },
    footer = {
      "",
      "/reset, /model NAME, /help and /quit do what they say. Ctrl-C stops an answer, Ctrl-D"
          + " leaves.",
      "Piped in, each line is a message, and its answer comes on standard output: words as they "
          + "are, of agents with an output schema a line of JSON. Of several failures the first "
          + "decides on the exit code.",
      "Without --model and a model in the file it takes what 'atomic doctor' says."
    })
final class ChatCommand implements Callable<Integer> {
  private final CommandEnvironment environment;

  @Parameters(
      index = "0",
      arity = "0..1",
      paramLabel = "AGENT.yaml",
      description = "The agent's file.")
  private @Nullable Path file;

  @Option(
      names = "--model",
      paramLabel = "PROVIDER:MODEL",
      converter = ModelOption.Converter.class,
      description =
          "The model to ask, as in openai:gpt-5-mini, ollama:llama3.2, simulated or "
              + "http://localhost:8000/v1#name.")
  private @Nullable ModelOption requestedModel;

  ChatCommand(CommandEnvironment surroundings) {
    this.environment = surroundings;
  }

  @Override
  public Integer call() {
    AgentFile agent = file == null ? AgentFile.conversation() : AgentFile.read(file);
    ModelOption named = requestedModel == null ? agent.model() : requestedModel;
    ModelChoice pick = new ModelResolver(environment.models()).resolve(named);
    URI address = requestedModel == null ? agent.baseUrl() : null;
    try (MessageSource messages = messages()) {
      boolean isTyped = messages instanceof TerminalMessageSource;
      greet(pick, named == null, isTyped);
      try (var chat =
          new ChatSession(
              environment,
              agent,
              ModelSession.open(environment.models(), pick, address, !isTyped),
              isTyped)) {
        ExitCode code = chat.run(messages);
        return isTyped ? ExitCode.DONE.number() : code.number();
      }
    }
  }

  private MessageSource messages() {
    Terminal terminal = environment.terminal();
    if (environment.input().isTerminal() && terminal.isLive()) {
      try {
        return TerminalMessageSource.open(terminal, SlashCommands.NAMES);
      } catch (IOException e) {
        terminal.note("This terminal has no line editor: " + e.getMessage());
      }
    }
    return new PipedMessageSource(environment.input().stream());
  }

  private void greet(ModelChoice pick, boolean isFound, boolean isTyped) {
    Terminal terminal = environment.terminal();
    if (isTyped || isFound) {
      terminal.note("Model: " + pick.name() + (isFound ? ", since " + pick.reason() + "." : "."));
    }
    if (pick.isSimulated()) {
      terminal.note("The model is simulated: what it says is made up, and fits the schema.");
    }
    if (isTyped) {
      terminal.note("Ctrl-C stops an answer, Ctrl-D leaves, /help tells more.");
      terminal.line("");
    }
  }
}
