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

/**
 * The command {@code chat}: a conversation in the terminal, or one message per line from a pipe.
 */
@Command(
    name = "chat",
    description = "Chat with a model, or with an agent defined in a YAML file.",
    mixinStandardHelpOptions = true,
    exitCodeListHeading = "%nExit codes for piped messages:%n",
    exitCodeList = {
      "0:every message was answered",
      "1:internal error",
      "2:invalid command line, unknown command, or unreadable file",
      "3:invalid agent file",
      "4:a message does not match the input schema of the agent",
      "5:the model returned no valid output",
      "6:the provider was unreachable, rejected the request, or timed out"
    },
    footer = {
      "",
      "Commands: /history, /save FILE, /load FILE, /reset, /model NAME, /temperature N, /tokens,"
          + " /help and /quit. Ctrl-C stops a response, Ctrl-D quits.",
      "If the messages are piped in, each line is a message. Its response is printed on standard "
          + "output: as text, or as a line of JSON for agents with an output schema. The first "
          + "failure determines the exit code.",
      "Without --model and without a model in the file, the model of './atomic doctor' is used."
    })
final class ChatCommand implements Callable<Integer> {
  private final CommandEnvironment environment;

  @Parameters(
      index = "0",
      arity = "0..1",
      paramLabel = "AGENT.yaml",
      description = "The agent file.")
  private @Nullable Path file;

  @Option(
      names = "--model",
      paramLabel = "PROVIDER:MODEL",
      converter = ModelOption.Converter.class,
      description =
          "The model to use, such as openai:gpt-5-mini, ollama:llama3.2, simulated or "
              + "http://localhost:8000/v1#name.")
  private @Nullable ModelOption requestedModel;

  ChatCommand(CommandEnvironment environment) {
    this.environment = environment;
  }

  @Override
  public Integer call() {
    AgentFile agent = file == null ? AgentFile.conversation() : AgentFile.read(file);
    ModelOption named = requestedModel == null ? agent.model() : requestedModel;
    ModelChoice choice = new ModelResolver(environment.models()).resolve(named);
    URI address = requestedModel == null ? agent.baseUrl() : null;
    try (MessageSource messages = messages()) {
      boolean isInteractive = messages instanceof TerminalMessageSource;
      greet(choice, named == null, isInteractive);
      try (var chat =
          new ChatSession(
              environment,
              agent,
              ModelSession.open(environment.models(), choice, address, !isInteractive),
              isInteractive)) {
        ExitCode code = chat.run(messages);
        return isInteractive ? ExitCode.SUCCESS.number() : code.number();
      }
    }
  }

  private MessageSource messages() {
    Terminal terminal = environment.terminal();
    if (environment.input().isTerminal() && terminal.isLive()) {
      try {
        return TerminalMessageSource.open(terminal, SlashCommands.NAMES);
      } catch (IOException e) {
        terminal.note("Line editing is not available: " + e.getMessage());
      }
    }
    return new PipedMessageSource(environment.input().stream());
  }

  private void greet(ModelChoice choice, boolean isDefault, boolean isInteractive) {
    Terminal terminal = environment.terminal();
    if (isInteractive || isDefault) {
      terminal.note("Model: " + choice.label() + (isDefault ? " (" + choice.reason() + ")" : ""));
    }
    if (choice.isSimulated()) {
      terminal.note("The model is simulated: its responses are generated to match the schema.");
    }
    if (isInteractive) {
      terminal.note("Ctrl-C stops a response, Ctrl-D quits, /help lists the commands.");
      terminal.line("");
    }
  }
}
