package org.atomicagents.cli.spark;

import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.spark.api.plugin.ExecutorPlugin;
import org.apache.spark.api.plugin.PluginContext;
import org.atomicagents.batch.BatchRun;
import org.atomicagents.cli.exit.ExitCode;
import org.atomicagents.internal.spark.AgentRegistry;
import org.atomicagents.spark.ExecutorContext;
import org.atomicagents.time.TimeSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An executor with the agent that its tasks share. A thread of its own reports the counts to the
 * driver four times per second, and stops the lines if the driver responds so. Thread-safe.
 */
final class LineExecutor implements ExecutorPlugin {
  private static final Logger log = LoggerFactory.getLogger(LineExecutor.class);
  private static final Duration INTERVAL = Duration.ofMillis(250);
  private static final Duration IDLE_TIME = Duration.ofHours(1);

  // Spark creates plugins and tasks separately; an executor has one of these plugins.
  private static volatile @Nullable LineExecutor current;

  private final TimeSource time = TimeSource.system();
  private final LineCounters counters = new LineCounters();
  private final AgentRegistry<LineJob, LineWorker> workers = new AgentRegistry<>(time, IDLE_TIME);
  private final Set<BatchRun<?>> runs = ConcurrentHashMap.newKeySet();
  private final Thread reporter =
      Thread.ofVirtual().name("atomic-reporter").unstarted(this::reportUntilInterrupted);
  private volatile @Nullable PluginContext context;
  private volatile StopCommand command = StopCommand.NONE;

  /** Returns the plugin of this executor. */
  static LineExecutor current() {
    return Objects.requireNonNull(current, "This executor was started without the plugin");
  }

  @Override
  public void init(PluginContext newContext, Map<String, String> configuration) {
    // The server of the simulated model would reject all serialized objects of this process.
    System.setProperty("helidon.serialFilter.missing.action", "ignore");
    context = newContext;
    current = this;
    reporter.start();
  }

  /**
   * Returns the agent of a job, which the caller releases.
   *
   * @throws RuntimeException if it cannot be created; the driver ends the job
   */
  LineWorker acquire(LineJob job) {
    var executors = job.executors() > 0 ? OptionalInt.of(job.executors()) : OptionalInt.empty();
    try {
      return workers.acquire(
          job, () -> LineWorker.open(job, ExecutorContext.of(id(), executors), counters));
    } catch (RuntimeException e) {
      fail(JobProblem.of(e));
      throw e;
    } catch (LinkageError e) {
      fail(new JobProblem(ExitCode.FAILED, "A class is missing on executor " + id() + ": " + e));
      throw e;
    }
  }

  void release(LineJob job) {
    workers.release(job);
  }

  /** Adds a run that is closed if the lines in progress have to be cancelled. */
  void add(BatchRun<?> run) {
    runs.add(run);
    if (command == StopCommand.CANCEL) {
      run.close();
    }
  }

  /** Removes a run, and reports its counts. */
  void remove(BatchRun<?> run) {
    runs.remove(run);
    report();
  }

  LineCounters counters() {
    return counters;
  }

  boolean isStopped() {
    return command != StopCommand.NONE;
  }

  /** Ends the job for a reason that concerns all lines. */
  void fail(JobProblem problem) {
    counters.fail(problem);
    report();
  }

  private void reportUntilInterrupted() {
    try {
      while (true) {
        report();
        time.sleep(INTERVAL);
      }
    } catch (InterruptedException e) {
      // The executor ends.
    }
  }

  private void report() {
    PluginContext driver = context;
    if (driver == null) {
      return;
    }
    try {
      var response = StopCommand.valueOf((String) driver.ask(counters.report(id())));
      command = response;
      if (response == StopCommand.CANCEL) {
        // Closing waits for the items in flight, for a second at most.
        runs.forEach(run -> Thread.ofVirtual().start(run::close));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (Exception e) {
      // Spark ends an executor that has lost its driver.
      log.debug("The driver did not respond to a report", e);
    }
  }

  private String id() {
    return Objects.requireNonNull(context, "context").executorID();
  }

  @Override
  public void shutdown() {
    reporter.interrupt();
    runs.forEach(BatchRun::close);
    workers.closeAll();
  }
}
