package org.atomicagents.internal.stream;

import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import org.atomicagents.internal.run.AgentRun;
import org.atomicagents.internal.run.ResponseChunk;
import org.atomicagents.schema.Schema;
import org.atomicagents.schema.Snapshot;
import org.atomicagents.time.Phase;
import org.atomicagents.time.Timings;
import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;

/**
 * The reader of the responses of a run into a document: a thread that waits for the document, or a
 * virtual thread of its own.
 *
 * <p>The latter reads as fast as the model responds, in the logging context of the thread that
 * created this reader. Thread-safe.
 */
final class StreamReader<O> {
  private final AgentRun<O> run;
  private final PartialDocument<O> document;
  private final Schema<O> schema;
  private final @Nullable Map<String, String> loggingContext = MDC.getCopyOfContextMap();
  private final AtomicBoolean started = new AtomicBoolean();
  // Used by the thread that reads; document.beginReading() and its end order these threads.
  private boolean hasRead;
  private long lastRead;

  StreamReader(AgentRun<O> run, PartialDocument<O> document, Schema<O> schema) {
    this.run = run;
    this.document = document;
    this.schema = schema;
  }

  /** Starts the thread, once, unless the document is cancelled. */
  void start() {
    if (!started.get() && !document.isCancelled() && !started.getAndSet(true)) {
      Thread.ofVirtual().name("atomic-agents-stream").start(this::read);
    }
  }

  private void read() {
    if (!document.beginReading()) {
      return;
    }
    readOrEnd(() -> {
      if (loggingContext != null) {
        MDC.setContextMap(loggingContext);
      }
      addPause();
      boolean more = readChunk();
      while (more) {
        more = readChunk();
      }
      return false;
    });
  }

  /**
   * Reads one chunk on the calling thread, while no other thread reads. Returns false after the
   * last chunk and after a failure, which end the document.
   */
  boolean readNext() {
    addPause();
    return readOrEnd(this::readChunk);
  }

  private boolean readOrEnd(BooleanSupplier step) {
    Throwable failure = null;
    try {
      if (step.getAsBoolean()) {
        return true;
      }
    } catch (RuntimeException | Error e) {
      failure = e;
    }
    try {
      if (failure != null) {
        // Constructors of the output type may have thrown it, which does not close the run.
        run.close();
      }
    } finally {
      document.end(failure);
    }
    return false;
  }

  /** Adds the time since the latest chunk, in which no thread read, to that of the caller. */
  private void addPause() {
    if (hasRead) {
      run.context().timings().addSince(Phase.CALLER, lastRead);
    }
  }

  private boolean readChunk() {
    ResponseChunk chunk = run.nextChunk();
    if (chunk == null) {
      complete();
      return false;
    }
    Timings.Recorder timings = run.context().timings();
    long since = timings.now();
    PartialDocument.Rejection rejection = document.append(chunk);
    lastRead = timings.addSince(Phase.READ, since);
    hasRead = true;
    if (rejection != null) {
      run.reject(rejection.violations(), rejection.json());
    }
    return true;
  }

  /** Sets the final output. Calls constructors and accessors of its types, so holds no lock. */
  private void complete() {
    O output = run.output();
    if (output != null) {
      Snapshot<O> received = document.snapshot();
      document.complete(FinalSnapshot.of(received, output, schema));
      run.context().timings().addRest(Phase.READ);
    }
  }
}
