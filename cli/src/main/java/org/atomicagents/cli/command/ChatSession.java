package org.atomicagents.cli.command;

import java.util.List;
import java.util.Objects;
import org.atomicagents.AgentStream;
import org.atomicagents.AtomicAgent;
import org.atomicagents.PreparedRun;
import org.atomicagents.RunOptions;
import org.atomicagents.RunResult;
import org.atomicagents.StreamOptions;
import org.atomicagents.cli.agentfile.AgentFile;
import org.atomicagents.cli.exit.CommandException;
import org.atomicagents.cli.exit.ExitCode;
import org.atomicagents.cli.model.ModelChoice;
import org.atomicagents.cli.model.ModelOption;
import org.atomicagents.cli.model.ModelResolver;
import org.atomicagents.cli.model.ModelSession;
import org.atomicagents.cli.source.JsonReader;
import org.atomicagents.cli.terminal.InterruptGuard;
import org.atomicagents.cli.terminal.LiveDisplay;
import org.atomicagents.cli.terminal.MessageSource;
import org.atomicagents.cli.terminal.ResponseDisplay;
import org.atomicagents.cli.terminal.SilentDisplay;
import org.atomicagents.cli.terminal.StatusLine;
import org.atomicagents.cli.terminal.Terminal;
import org.atomicagents.cli.terminal.ValueFormatter;
import org.atomicagents.error.AgentException;
import org.atomicagents.error.CancelledException;
import org.atomicagents.model.Listeners;
import org.atomicagents.model.Sampling;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A conversation with one agent, whose model can be changed.
 *
 * <p>A failure is printed, and the failed message is not added to the conversation.
 */
final class ChatSession implements AutoCloseable {
  private final CommandEnvironment environment;
  private final Terminal terminal;
  private final AgentFile file;
  private final boolean isInteractive;
  private final ValueFormatter layout;
  private final AtomicAgent<JsonNode, JsonNode> agent;
  private ModelSession model;
  private final ChatConversation conversation = new ChatConversation();
  private final SessionUsage usage = new SessionUsage();
  private Sampling sampling = Sampling.defaults();
  private ExitCode code = ExitCode.SUCCESS;
  private boolean isInterrupted;

  /**
   * Creates a session.
   *
   * @param isInteractive whether messages are typed in a terminal
   */
  ChatSession(
      CommandEnvironment environment, AgentFile file, ModelSession model, boolean isInteractive) {
    this.environment = environment;
    this.terminal = environment.terminal();
    this.file = file;
    this.model = model;
    this.isInteractive = isInteractive;
    this.layout = new ValueFormatter(terminal, 0, fields(file));
    this.agent = file.createAgent(model.model(), Listeners.none());
  }

  private static List<String> fields(AgentFile file) {
    JsonNode fields = JsonReader.value(file.output().jsonSchema()).path("properties");
    return List.copyOf(fields.propertyNames());
  }

  /** Runs the agent for each message; returns the exit code of the first failure. */
  ExitCode run(MessageSource messages) {
    var commands = new SlashCommands(this);
    for (String line = messages.next(); line != null && !isInterrupted; line = messages.next()) {
      try {
        if (line.startsWith("/")) {
          if (!commands.execute(line.strip())) {
            break;
          }
        } else if (!line.isBlank()) {
          respond(line, messages);
        }
      } catch (AgentException | CommandException e) {
        reportFailure(e);
      }
    }
    return code;
  }

  private void respond(String text, MessageSource messages) {
    JsonNode input = file.input().read(file.name(), text);
    ResponseDisplay display = isInteractive ? new LiveDisplay(layout) : new SilentDisplay();
    RunOptions options =
        options()
            .withStream(StreamOptions.defaults().withInterval(ResponseDisplay.INTERVAL))
            .withListener(display.listener(terminal));
    blankLine();
    var interruption = InterruptGuard.install(terminal);
    try (interruption;
        AgentStream<JsonNode> stream = agent.stream(input, options)) {
      interruption.guard(stream, display);
      RunResult<JsonNode> result = show(stream, display, messages);
      usage.add(result);
      showStatus(result, stream);
    } catch (CancelledException e) {
      isInterrupted = interruption.isTriggered();
      if (!isInterrupted) {
        display.end();
        blankLine();
        terminal.note("Stopped. The conversation is unchanged.");
      }
    } finally {
      display.end();
      blankLine();
    }
  }

  private RunOptions options() {
    return RunOptions.history(conversation.history())
        .withModel(model.model())
        .withSampling(sampling);
  }

  private static RunResult<JsonNode> show(
      AgentStream<JsonNode> stream, ResponseDisplay display, MessageSource messages) {
    MessageSource.StopListener listener = messages.watch(stream::close);
    try (listener) {
      RunResult<JsonNode> result = display.show(stream);
      display.end();
      return result;
    }
  }

  private void showStatus(RunResult<JsonNode> result, AgentStream<?> stream) {
    if (isInteractive) {
      blankLine();
      terminal.note(StatusLine.of(result, stream.status()));
    } else {
      terminal.line(line(result.output()));
    }
  }

  // Plain text, or one line of JSON.
  private static String line(JsonNode output) {
    return ValueFormatter.isPlainText(output)
        ? ValueFormatter.plainText(output)
        : output.toString();
  }

  private void blankLine() {
    if (isInteractive) {
      terminal.line("");
    }
  }

  /** Starts a new conversation. */
  void reset() {
    conversation.reset();
    terminal.note("The conversation was reset.");
  }

  ChatConversation conversation() {
    return conversation;
  }

  /** Prints an estimate of the tokens of the conversation, and the tokens used so far. */
  void showTokens() {
    if (conversation.history().messageCount() > 0) {
      try (PreparedRun<JsonNode> next = agent.prepare(null, options())) {
        terminal.note(SessionUsage.estimate(next.tokens()));
      }
    }
    terminal.note(usage.toString());
  }

  /**
   * Sets the temperature; null for that of the agent.
   *
   * @throws IllegalArgumentException if it is out of range
   */
  void setTemperature(@Nullable Double value) {
    sampling = value == null ? Sampling.defaults() : Sampling.defaults().withTemperature(value);
    showTemperature();
  }

  void showTemperature() {
    Double value = sampling.temperature();
    terminal.note("The temperature is " + (value == null ? "that of the agent." : value + "."));
  }

  /** Switches to another model; keeps the current one if the new one cannot be opened. */
  void switchModel(ModelOption name) {
    ModelChoice choice = new ModelResolver(environment.models()).resolve(name);
    ModelSession newModel = ModelSession.open(environment.models(), choice, null, !isInteractive);
    model.close();
    model = newModel;
    terminal.note("Switched to " + choice.label() + ".");
  }

  /** Returns the current model. */
  ModelChoice model() {
    return model.choice();
  }

  Terminal terminal() {
    return terminal;
  }

  private void reportFailure(RuntimeException failure) {
    String message = Objects.requireNonNullElse(failure.getMessage(), failure.toString());
    terminal.wrappedError(message);
    if (code == ExitCode.SUCCESS) {
      code = ExitCode.of(failure);
    }
  }

  @Override
  public void close() {
    model.close();
  }
}
