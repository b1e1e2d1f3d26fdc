package org.atomicagents.cli.terminal;

import java.time.Duration;
import java.util.List;
import org.atomicagents.AgentStream;
import org.atomicagents.RunResult;
import org.atomicagents.message.Violation;
import org.atomicagents.model.AgentEvent;
import org.atomicagents.model.AgentListener;

/** Shows a response while it is received. Thread-safe. */
public interface ResponseDisplay {

  /** The minimum time between two updates. */
  Duration INTERVAL = Duration.ofMillis(100);

  /** Reads and shows the stream to its end, and returns its result. */
  <O> RunResult<O> show(AgentStream<O> stream);

  /** Shows that the response was rejected; the model may be asked again. */
  void reject(AgentEvent.OutputRejected rejected);

  /** Runs an action that writes to the terminal while the response is displayed. */
  void interject(Runnable writing);

  /** Ends the display; later text is not shown. */
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

  /** Returns a live display on a terminal, and a plain one elsewhere. */
  static ResponseDisplay of(ValueFormatter layout) {
    return layout.terminal().isLive()
        ? new LiveDisplay(layout)
        : new PlainDisplay(layout.terminal());
  }

  /** Prints the violations of a rejected response. */
  static void showViolations(Terminal terminal, int indent, List<Violation> violations) {
    terminal.line("");
    terminal.text(indent, "Invalid response:\n" + Violation.lines(violations));
    terminal.line("");
  }
}
