package org.atomicagents.cli.command;

import java.util.List;
import java.util.Objects;
import org.atomicagents.AgentStream;
import org.atomicagents.AtomicAgent;
import org.atomicagents.RunOptions;
import org.atomicagents.RunResult;
import org.atomicagents.StreamOptions;
import org.atomicagents.chat.ChatHistory;
import org.atomicagents.cli.agentfile.AgentFile;
import org.atomicagents.cli.exit.CommandException;
import org.atomicagents.cli.exit.ExitCode;
import org.atomicagents.cli.model.ModelChoice;
import org.atomicagents.cli.model.ModelOption;
import org.atomicagents.cli.model.ModelResolver;
import org.atomicagents.cli.model.ModelSession;
import org.atomicagents.cli.source.JsonReader;
import org.atomicagents.cli.terminal.AnsiStyle;
import org.atomicagents.cli.terminal.InterruptGuard;
import org.atomicagents.cli.terminal.LiveDisplay;
import org.atomicagents.cli.terminal.MessageSource;
import org.atomicagents.cli.terminal.ResponseDisplay;
import org.atomicagents.cli.terminal.SilentDisplay;
import org.atomicagents.cli.terminal.StatusLine;
import org.atomicagents.cli.terminal.Terminal;
import org.atomicagents.cli.terminal.ValueFormatter;
import org.atomicagents.cli.terminal.WordWrap;
import org.atomicagents.error.AgentException;
import org.atomicagents.error.CancelledException;
import org.atomicagents.model.Listeners;
import tools.jackson.databind.JsonNode;

/**
 * A conversation with one agent, whose model may change on the way.
 *
 * <p>What fails is told, and the conversation goes on as if it had not been asked.
 */
final class ChatSession implements AutoCloseable {
  private final CommandEnvironment environment;
  private final Terminal terminal;
  private final AgentFile file;
  private final boolean isInteractive;
  private final ValueFormatter layout;
  private final AtomicAgent<JsonNode, JsonNode> agent;
  private ModelSession model;
  private ChatHistory history = ChatHistory.unbounded();
  private ExitCode code = ExitCode.DONE;
  private boolean isInterrupted;

  /**
   * @param isTyped whether somebody types the messages, and reads along
   */
  ChatSession(
      CommandEnvironment surroundings, AgentFile file, ModelSession model, boolean isTyped) {
    this.environment = surroundings;
    this.terminal = surroundings.terminal();
    this.file = file;
    this.model = model;
    this.isInteractive = isTyped;
    this.layout = new ValueFormatter(terminal, 0, fields(file));
    this.agent = file.createAgent(model.model(), Listeners.none());
  }

  private static List<String> fields(AgentFile file) {
    JsonNode fields = JsonReader.value(file.output().jsonSchema()).path("properties");
    return List.copyOf(fields.propertyNames());
  }

  /** Answers all messages; gives back how the command ends: as the first that failed. */
  ExitCode run(MessageSource messages) {
    var commands = new SlashCommands(this);
    for (String line = messages.next(); line != null && !isInterrupted; line = messages.next()) {
      try {
        if (line.startsWith("/")) {
          if (!commands.execute(line.strip())) {
            break;
          }
        } else if (!line.isBlank()) {
          answer(line, messages);
        }
      } catch (AgentException | CommandException e) {
        reportFailure(e);
      }
    }
    return code;
  }

  private void answer(String text, MessageSource messages) {
    JsonNode input = file.input().read(file.name(), text);
    ResponseDisplay display = isInteractive ? new LiveDisplay(layout) : new SilentDisplay();
    RunOptions options =
        RunOptions.history(history)
            .withModel(model.model())
            .withStream(StreamOptions.defaults().withInterval(ResponseDisplay.INTERVAL))
            .withListener(display.listener(terminal));
    blankLine();
    var interruption = InterruptGuard.install(terminal);
    try (interruption;
        AgentStream<JsonNode> stream = agent.stream(input, options)) {
      interruption.guard(stream, display);
      RunResult<JsonNode> reply = show(stream, display, messages);
      showStatus(reply, stream);
    } catch (CancelledException e) {
      isInterrupted = interruption.isTriggered();
      if (!isInterrupted) {
        display.end();
        blankLine();
        terminal.note("Stopped. The conversation is as it was before.");
      }
    } finally {
      display.end();
      blankLine();
    }
  }

  private static RunResult<JsonNode> show(
      AgentStream<JsonNode> stream, ResponseDisplay display, MessageSource messages) {
    MessageSource.StopListener watch = messages.watch(stream::close);
    try (watch) {
      RunResult<JsonNode> reply = display.show(stream);
      display.end();
      return reply;
    }
  }

  private void showStatus(RunResult<JsonNode> reply, AgentStream<?> stream) {
    if (isInteractive) {
      blankLine();
      terminal.note(StatusLine.of(reply, stream.status()));
    } else {
      terminal.line(line(reply.output()));
    }
  }

  // Words as they are; what is typed as one line of JSON. Escaped where a terminal would obey.
  private static String line(JsonNode output) {
    return Terminal.escapeControls(
        ValueFormatter.isPlainText(output) ? ValueFormatter.plainText(output) : output.toString());
  }

  private void blankLine() {
    if (isInteractive) {
      terminal.line("");
    }
  }

  /** Forgets what was said. */
  void reset() {
    history = ChatHistory.unbounded();
    terminal.note("The conversation begins anew.");
  }

  /** Goes on with another model; the one before stays if that can't be opened. */
  void switchModel(ModelOption name) {
    ModelChoice pick = new ModelResolver(environment.models()).resolve(name);
    ModelSession next = ModelSession.open(environment.models(), pick, null, !isInteractive);
    model.close();
    model = next;
    terminal.note("The model is " + pick.name() + " from now on.");
  }

  /** The model in use. */
  ModelChoice model() {
    return model.pick();
  }

  Terminal terminal() {
    return terminal;
  }

  private void reportFailure(RuntimeException failure) {
    String message = Objects.requireNonNullElse(failure.getMessage(), failure.toString());
    String line = String.join(" ", message.lines().map(String::strip).toList());
    terminal.out().flush();
    for (String each : WordWrap.lines(Terminal.escapeControls(line), terminal.availableWidth(0))) {
      terminal.err().println(terminal.styleError(AnsiStyle.RED, each));
    }
    terminal.err().flush();
    if (code == ExitCode.DONE) {
      code = ExitCode.of(failure);
    }
  }

  @Override
  public void close() {
    model.close();
  }
}
