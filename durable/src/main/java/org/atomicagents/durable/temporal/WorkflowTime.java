package org.atomicagents.durable.temporal;

import io.temporal.workflow.Workflow;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import org.atomicagents.time.TimeSource;

/** The clock of the present workflow. */
enum WorkflowTime implements TimeSource {
  INSTANCE;

  @Override
  public Instant now() {
    return Instant.ofEpochMilli(Workflow.currentTimeMillis());
  }

  @Override
  public long nanoTime() {
    return TimeUnit.MILLISECONDS.toNanos(Workflow.currentTimeMillis());
  }

  @Override
  public void sleep(Duration duration) {
    Workflow.sleep(duration);
  }
}
