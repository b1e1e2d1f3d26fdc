package org.atomicagents.cli.terminal;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import org.atomicagents.AgentStream;
import org.atomicagents.RawDelta;
import org.atomicagents.RunResult;
import org.atomicagents.model.AgentEvent;

/**
 * Writes the JSON of a response as it arrives, each character once.
 *
 * <p>A rejection may be reported before the response is written completely; it is printed after it.
 */
final class PlainDisplay implements ResponseDisplay {
  private final Terminal terminal;
  private final StreamingText text;
  private final Queue<AgentEvent.OutputRejected> rejected = new ArrayDeque<>();
  private final Lock lock = new ReentrantLock();
  private boolean ended;

  PlainDisplay(Terminal terminal) {
    this.terminal = terminal;
    this.text = new StreamingText(terminal);
  }

  @Override
  public <O> RunResult<O> show(AgentStream<O> stream) {
    for (RawDelta delta : stream.deltas()) {
      write(delta);
    }
    return stream.runResult();
  }

  @Override
  public void reject(AgentEvent.OutputRejected event) {
    lock.lock();
    try {
      rejected.add(event);
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void interject(Runnable writing) {
    lock.lock();
    try {
      writing.run();
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void end() {
    lock.lock();
    try {
      if (!ended) {
        showRejected(Integer.MAX_VALUE);
        text.end();
        ended = true;
      }
    } finally {
      lock.unlock();
    }
  }

  private void write(RawDelta delta) {
    lock.lock();
    try {
      if (!ended) {
        showRejected(delta.attempt());
        text.add(delta.text());
      }
    } finally {
      lock.unlock();
    }
  }

  private void showRejected(int attempt) {
    while (!rejected.isEmpty() && rejected.element().attempt() < attempt) {
      text.end();
      ResponseDisplay.showViolations(terminal, 2, rejected.remove().violations());
    }
  }
}
