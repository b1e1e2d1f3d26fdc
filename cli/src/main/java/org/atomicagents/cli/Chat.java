package org.atomicagents.cli;

import java.util.List;
import java.util.Objects;
import org.atomicagents.AgentStream;
import org.atomicagents.AtomicAgent;
import org.atomicagents.RunOptions;
import org.atomicagents.RunResult;
import org.atomicagents.StreamOptions;
import org.atomicagents.chat.ChatHistory;
import org.atomicagents.cli.source.JsonReader;
import org.atomicagents.error.AgentException;
import org.atomicagents.error.CancelledException;
import org.atomicagents.model.Listeners;
import tools.jackson.databind.JsonNode;

/**
 * A conversation with one agent, whose model may change on the way.
 *
 * <p>What fails is told, and the conversation goes on as if it had not been asked.
 */
final class Chat implements AutoCloseable {
  private final Surroundings surroundings;
  private final Terminal terminal;
  private final AgentFile file;
  private final boolean isTyped;
  private final ValueLines layout;
  private final AtomicAgent<JsonNode, JsonNode> agent;
  private OpenModel model;
  private ChatHistory history = ChatHistory.unbounded();
  private ExitCode code = ExitCode.DONE;
  private boolean isInterrupted;

  /**
   * @param isTyped whether somebody types the messages, and reads along
   */
  Chat(Surroundings surroundings, AgentFile file, OpenModel model, boolean isTyped) {
    this.surroundings = surroundings;
    this.terminal = surroundings.terminal();
    this.file = file;
    this.model = model;
    this.isTyped = isTyped;
    this.layout = new ValueLines(terminal, 0, fields(file));
    this.agent = file.on(model.model(), Listeners.none());
  }

  private static List<String> fields(AgentFile file) {
    JsonNode fields = JsonReader.value(file.output().jsonSchema()).path("properties");
    return List.copyOf(fields.propertyNames());
  }

  /** Answers all messages; gives back how the command ends: as the first that failed. */
  ExitCode hold(Messages messages) {
    var commands = new ChatCommands(this);
    for (String line = messages.next(); line != null && !isInterrupted; line = messages.next()) {
      try {
        if (line.startsWith("/")) {
          if (!commands.obey(line.strip())) {
            break;
          }
        } else if (!line.isBlank()) {
          answer(line, messages);
        }
      } catch (AgentException | CommandFailure e) {
        failed(e);
      }
    }
    return code;
  }

  private void answer(String text, Messages messages) {
    JsonNode input = file.input().read(file.name(), text);
    Display display = isTyped ? new LiveDisplay(layout) : new SilentDisplay();
    RunOptions options =
        RunOptions.history(history)
            .withModel(model.model())
            .withStream(StreamOptions.defaults().withInterval(Display.INTERVAL))
            .withListener(display.listener(terminal));
    space();
    var interruption = Interruption.watch(terminal);
    try (interruption;
        AgentStream<JsonNode> stream = agent.stream(input, options)) {
      interruption.guard(stream, display);
      RunResult<JsonNode> reply = show(stream, display, messages);
      tell(reply, stream);
    } catch (CancelledException e) {
      isInterrupted = interruption.happened();
      if (!isInterrupted) {
        display.end();
        space();
        terminal.note("Stopped. The conversation is as it was before.");
      }
    } finally {
      display.end();
      space();
    }
  }

  private static RunResult<JsonNode> show(
      AgentStream<JsonNode> stream, Display display, Messages messages) {
    Messages.Watch watch = messages.watch(stream::close);
    try (watch) {
      RunResult<JsonNode> reply = display.show(stream);
      display.end();
      return reply;
    }
  }

  private void tell(RunResult<JsonNode> reply, AgentStream<?> stream) {
    if (isTyped) {
      space();
      terminal.note(ReplyStatus.of(reply, stream.status()));
    } else {
      terminal.line(line(reply.output()));
    }
  }

  // Words as they are; what is typed as one line of JSON. Escaped where a terminal would obey.
  private static String line(JsonNode output) {
    return Terminal.clean(
        ValueLines.isWords(output) ? ValueLines.words(output) : output.toString());
  }

  private void space() {
    if (isTyped) {
      terminal.line("");
    }
  }

  /** Forgets what was said. */
  void reset() {
    history = ChatHistory.unbounded();
    terminal.note("The conversation begins anew.");
  }

  /** Goes on with another model; the one before stays if that can't be opened. */
  void use(ModelName name) {
    Pick pick = new ModelSearch(surroundings.models()).pick(name);
    OpenModel next = OpenModel.open(surroundings.models(), pick, null, !isTyped);
    model.close();
    model = next;
    terminal.note("The model is " + pick.name() + " from now on.");
  }

  /** The model in use. */
  Pick model() {
    return model.pick();
  }

  Terminal terminal() {
    return terminal;
  }

  private void failed(RuntimeException failure) {
    String message = Objects.requireNonNullElse(failure.getMessage(), failure.toString());
    String line = String.join(" ", message.lines().map(String::strip).toList());
    terminal.out().flush();
    for (String each : Wrap.lines(Terminal.clean(line), terminal.room(0))) {
      terminal.err().println(terminal.errorPaint(Paint.RED, each));
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
