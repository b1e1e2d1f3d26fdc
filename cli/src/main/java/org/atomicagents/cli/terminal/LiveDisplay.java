package org.atomicagents.cli.terminal;

import java.util.List;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import org.atomicagents.AgentStream;
import org.atomicagents.Partial;
import org.atomicagents.RunResult;
import org.atomicagents.cli.source.JsonReader;
import org.atomicagents.cli.source.SourceException;
import org.atomicagents.model.AgentEvent;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/** Shows the fields of a partial response in a terminal and updates them in place. */
public final class LiveDisplay implements ResponseDisplay {
  private final ValueFormatter layout;
  private final Terminal terminal;
  private final LiveRegion block;
  private final Lock lock = new ReentrantLock();
  private @Nullable JsonNode latestValue;
  private int attempt = 1;
  private boolean ended;

  /** Creates a display that formats values with the given layout. */
  public LiveDisplay(ValueFormatter layout) {
    this.layout = layout;
    this.terminal = layout.terminal();
    this.block = new LiveRegion(terminal.output(), terminal.terminalSize());
  }

  @Override
  public <O> RunResult<O> show(AgentStream<O> stream) {
    terminal.terminalSize().onChange(() -> interject(() -> {}));
    interject(() -> {});
    for (Partial<O> partial : stream) {
      update(partial);
    }
    return stream.runResult();
  }

  @Override
  public void reject(AgentEvent.OutputRejected rejected) {
    lock.lock();
    try {
      if (!ended && rejected.attempt() >= attempt) {
        block.finish(lines(rejected.text()));
        ResponseDisplay.showViolations(terminal, layout.indent(), rejected.violations());
        startAttempt(rejected.attempt() + 1);
        draw();
      }
    } finally {
      lock.unlock();
    }
  }

  // Also called after a resize, with nothing to write.
  @Override
  public void interject(Runnable writing) {
    lock.lock();
    try {
      if (!ended) {
        block.erase();
      }
      writing.run();
      draw();
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void end() {
    lock.lock();
    try {
      if (!ended) {
        ended = true;
        terminal.terminalSize().onChange(() -> {});
        block.finish(latestValue == null ? List.of() : lines(latestValue, false));
      }
    } finally {
      lock.unlock();
    }
  }

  // Partials of a rejected attempt may still arrive, and are ignored.
  private void update(Partial<?> partial) {
    lock.lock();
    try {
      if (ended || partial.attempt() < attempt) {
        return;
      }
      if (partial.attempt() > attempt) {
        block.finish(latestValue == null ? List.of() : lines(latestValue, false));
        terminal.line("");
        terminal.text(layout.indent(), "Incomplete response; asking the model again:");
        terminal.line("");
        startAttempt(partial.attempt());
      }
      latestValue = JsonReader.value(partial.json());
      draw();
    } finally {
      lock.unlock();
    }
  }

  private void startAttempt(int number) {
    attempt = number;
    latestValue = null;
  }

  private void draw() {
    if (!ended) {
      block.draw(
          lines(latestValue == null ? JsonNodeFactory.instance.objectNode() : latestValue, true));
    }
  }

  private List<StyledText> lines(String text) {
    if (!text.isBlank()) {
      try {
        return lines(JsonReader.value(text), false);
      } catch (SourceException e) {
        // Text that is not JSON is shown unchanged.
      }
    }
    return WordWrap.lines(TextCleaner.clean(text), terminal.availableWidth(0)).stream()
        .map(StyledText::plain)
        .toList();
  }

  private List<StyledText> lines(JsonNode value, boolean isPartial) {
    return layout.format(value, terminal.terminalSize().size().columns(), isPartial);
  }
}
