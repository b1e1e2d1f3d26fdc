package org.atomicagents.cli;

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

/** Shows the fields of an answer in a terminal while they fill in. */
final class LiveDisplay implements Display {
  private final ValueLines layout;
  private final Terminal terminal;
  private final LiveBlock block;
  private final Lock lock = new ReentrantLock();
  private @Nullable JsonNode seen;
  private int attempt = 1;
  private boolean isOver;

  LiveDisplay(ValueLines layout) {
    this.layout = layout;
    this.terminal = layout.terminal();
    this.block = new LiveBlock(terminal.out(), terminal.window());
  }

  @Override
  public <O> RunResult<O> show(AgentStream<O> stream) {
    terminal.window().onChange(() -> interject(() -> {}));
    interject(() -> {});
    for (Partial<O> partial : stream) {
      take(partial);
    }
    return stream.runResult();
  }

  @Override
  public void reject(AgentEvent.OutputRejected rejected) {
    lock.lock();
    try {
      if (!isOver && rejected.attempt() >= attempt) {
        block.end(lines(rejected.text()));
        Display.tell(terminal, layout.indent(), rejected.violations());
        next(rejected.attempt() + 1);
        draw();
      }
    } finally {
      lock.unlock();
    }
  }

  // Also where the window has become another, and nothing else has changed.
  @Override
  public void interject(Runnable writing) {
    lock.lock();
    try {
      if (!isOver) {
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
      if (!isOver) {
        isOver = true;
        terminal.window().onChange(() -> {});
        block.end(seen == null ? List.of() : lines(seen, false));
      }
    } finally {
      lock.unlock();
    }
  }

  // Of an answer that is told to be wrong meanwhile, nothing more is shown.
  private void take(Partial<?> partial) {
    lock.lock();
    try {
      if (isOver || partial.attempt() < attempt) {
        return;
      }
      if (partial.attempt() > attempt) {
        block.end(seen == null ? List.of() : lines(seen, false));
        terminal.line("");
        terminal.text(layout.indent(), "This was not all, and the model is asked again:");
        terminal.line("");
        next(partial.attempt());
      }
      seen = JsonReader.value(partial.json());
      draw();
    } finally {
      lock.unlock();
    }
  }

  private void next(int number) {
    attempt = number;
    seen = null;
  }

  private void draw() {
    if (!isOver) {
      block.draw(lines(seen == null ? JsonNodeFactory.instance.objectNode() : seen, true));
    }
  }

  private List<String> lines(String text) {
    if (!text.isBlank()) {
      try {
        return lines(JsonReader.value(text), false);
      } catch (SourceException e) {
        // What isn't JSON is shown as it is.
      }
    }
    return Wrap.lines(Terminal.clean(text), terminal.room(0));
  }

  private List<String> lines(JsonNode value, boolean isGrowing) {
    return layout.of(value, terminal.window().size().columns(), isGrowing);
  }
}
