package org.atomicagents.cli.terminal;

import java.time.Duration;
import java.util.List;
import org.atomicagents.AgentStream;
import org.atomicagents.RunResult;
import org.atomicagents.message.Violation;
import org.atomicagents.model.AgentEvent;
import org.atomicagents.model.AgentListener;

/** Shows one answer while it is written. Thread-safe. */
public interface ResponseDisplay {

  /** The least time between two pictures of a growing answer. */
  Duration INTERVAL = Duration.ofMillis(100);

  /** Reads the stream to its end, and shows what comes. */
  <O> RunResult<O> show(AgentStream<O> stream);

  /** Shows that what has come is not accepted, and that another answer will follow. */
  void reject(AgentEvent.OutputRejected rejected);

  /** Writes something while the answer is being written. */
  void interject(Runnable writing);

  /** Leaves everything as it is; what comes after that is not shown. */
  void end();

  /** Returns a listener that shows rejected outputs and retried requests. */
  default AgentListener listener(Terminal terminal) {
    var log = new RunLog(terminal, false);
    return event -> {
      switch (event) {
        case AgentEvent.OutputRejected rejected -> reject(rejected);
        case AgentEvent.RequestRetried retried -> interject(() -> log.onEvent(retried));
        default -> {}
      }
    };
  }

  /** One that fits: live where a terminal is, plain lines elsewhere. */
  static ResponseDisplay of(ValueFormatter layout) {
    return layout.terminal().isLive()
        ? new LiveDisplay(layout)
        : new PlainDisplay(layout.terminal());
  }

  /** Says why an answer is not accepted. */
  static void showViolations(Terminal terminal, int indent, List<Violation> violations) {
    terminal.line("");
    terminal.text(
        indent, "This is not valid, and the model is told so:\n" + Violation.lines(violations));
    terminal.line("");
  }
}
