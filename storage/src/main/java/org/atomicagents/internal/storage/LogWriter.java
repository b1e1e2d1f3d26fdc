package org.atomicagents.internal.storage;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The thread that appends to a log. Commands that arrive while others are being written are written
 * together, with one force if one of them needs it.
 *
 * <p>An own thread, because an interrupt of a caller would close the file, and because writing a
 * file pins the carrier of a virtual thread. Thread-safe.
 */
public final class LogWriter implements AutoCloseable {
  private static final int MAX_BATCH = 256;
  private static final long MAX_UNFORCED_MILLIS = 1_000;

  private final RecordLog log;
  private final LogAppender appender;
  private final Function<IOException, RuntimeException> translation;
  private final ReentrantLock lock = new ReentrantLock();
  private final LinkedBlockingQueue<Submission> queue = new LinkedBlockingQueue<>();
  private volatile boolean isClosed;

  /**
   * A change of the content of a log.
   *
   * <p>Its methods are called by the thread of the writer, one command at a time.
   */
  public interface Command {
    /** Returns the identity of the changed part; a batch has one command for each. */
    Object subject();

    /**
     * Returns the record to append; null if there is nothing to do.
     *
     * @param position the position of the record
     * @throws RuntimeException to reject the command
     */
    byte @Nullable [] prepare(long position);

    /**
     * Returns whether the record has to be durable before the change is visible; otherwise it is
     * written then, and becomes durable with a later record, or within about a second.
     */
    default boolean isForced() {
      return true;
    }

    /** Makes the change visible, after the record has become durable or was written. */
    void publish();
  }

  private static final class Submission {
    final @Nullable Command command;
    final CountDownLatch done = new CountDownLatch(1);
    @Nullable Throwable rejection;
    @Nullable IOException failure;

    Submission(@Nullable Command command) {
      this.command = command;
    }
  }

  /**
   * Starts a writer, which closes the log when it is closed.
   *
   * @param name the name of the thread
   * @param translation returns the exception to throw for a failure of the log
   */
  public LogWriter(
      RecordLog log, String name, Function<IOException, RuntimeException> translation) {
    this.log = log;
    this.appender = new LogAppender(log);
    this.translation = translation;
    Thread.ofPlatform().name(name).daemon().start(this::run);
  }

  /**
   * Returns after the command's record has become durable, or was written if that suffices, and the
   * change has become visible.
   *
   * <p>An interrupt does not end the wait, which is short, since the change would be committed
   * nevertheless; it is restored.
   */
  public void execute(Command command) {
    var submission = new Submission(command);
    if (!submit(submission, false)) {
      throw closed();
    }
    await(submission);
  }

  /** Returns false if the writer was closed before. */
  private boolean submit(Submission submission, boolean isLast) {
    lock.lock();
    try {
      if (isClosed) {
        return false;
      }
      isClosed = isLast;
      return queue.add(submission);
    } finally {
      lock.unlock();
    }
  }

  private void await(Submission submission) {
    boolean isInterrupted = false;
    while (true) {
      try {
        submission.done.await();
        break;
      } catch (InterruptedException e) {
        isInterrupted = true;
      }
    }
    if (isInterrupted) {
      Thread.currentThread().interrupt();
    }
    switch (submission.rejection) {
      case null -> {}
      case Error error -> throw error;
      case RuntimeException exception -> throw exception;
      default -> throw new IllegalStateException(submission.rejection);
    }
    IOException failed = submission.failure;
    if (failed != null) {
      throw translation.apply(failed);
    }
  }

  private RuntimeException closed() {
    return translation.apply(new IOException("the store is closed"));
  }

  private void run() {
    @Nullable Submission next = null;
    while (true) {
      Submission first = next == null ? take() : next;
      if (first.command == null) {
        end(first);
        return;
      }
      var batch = new ArrayList<Submission>();
      next = collect(first, batch);
      write(batch);
    }
  }

  private Submission take() {
    while (true) {
      try {
        if (!appender.hasUnforced()) {
          return queue.take();
        }
        Submission next = queue.poll(MAX_UNFORCED_MILLIS, TimeUnit.MILLISECONDS);
        if (next != null) {
          return next;
        }
        appender.force();
      } catch (InterruptedException e) {
        // Nothing interrupts this thread, which is not accessible; an interrupt has no meaning.
      }
    }
  }

  /** Adds waiting commands to a batch, and returns the first that does not belong to it. */
  private @Nullable Submission collect(Submission first, List<Submission> batch) {
    Set<Object> subjects = new HashSet<>();
    Submission submission = first;
    while (submission != null
        && submission.command != null
        && batch.size() < MAX_BATCH
        && subjects.add(submission.command.subject())) {
      batch.add(submission);
      submission = queue.poll();
    }
    return submission;
  }

  private void write(List<Submission> batch) {
    var records = new ArrayList<byte[]>();
    var accepted = new ArrayList<Submission>();
    long position = log.end();
    for (Submission submission : batch) {
      byte[] record = prepare(submission, position);
      if (record != null) {
        records.add(record);
        accepted.add(submission);
        position += RecordLog.sizeOf(record);
      }
    }
    IOException problem = appender.write(records);
    complete(accepted, false, problem);
    if (problem == null && accepted.stream().anyMatch(LogWriter::isForced)) {
      problem = appender.force();
    }
    complete(accepted, true, problem);
    batch.forEach(submission -> submission.done.countDown());
  }

  private static boolean isForced(Submission submission) {
    return submission.command != null && submission.command.isForced();
  }

  /** Ends those of the submissions that need a force, or the others. */
  private void complete(
      List<Submission> submissions, boolean isForced, @Nullable IOException problem) {
    for (Submission submission : submissions) {
      if (isForced(submission) == isForced) {
        submission.failure = problem;
        if (problem == null) {
          publish(submission);
        }
        submission.done.countDown();
      }
    }
  }

  private void publish(Submission submission) {
    try {
      if (submission.command != null) {
        submission.command.publish();
      }
    } catch (RuntimeException | Error e) {
      submission.rejection = e;
      appender.fail(new IOException("a change is not visible: " + e, e));
    }
  }

  private byte @Nullable [] prepare(Submission submission, long position) {
    try {
      return submission.command == null ? null : submission.command.prepare(position);
    } catch (RuntimeException | Error e) {
      submission.rejection = e;
      return null;
    }
  }

  private void end(Submission closing) {
    try {
      log.close();
    } catch (IOException e) {
      closing.failure = e;
    } catch (RuntimeException | Error e) {
      closing.rejection = e;
    }
    closing.done.countDown();
  }

  /** Returns whether the writer was closed. */
  public boolean isClosed() {
    return isClosed;
  }

  /** Writes the waiting commands and closes the log. Idempotent. */
  @Override
  public void close() {
    var closing = new Submission(null);
    if (submit(closing, true)) {
      await(closing);
    }
  }
}
