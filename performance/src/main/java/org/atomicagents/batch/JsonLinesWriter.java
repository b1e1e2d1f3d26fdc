package org.atomicagents.batch;

import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.SyncFailedException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Objects;
import java.util.concurrent.locks.ReentrantLock;
import org.atomicagents.internal.batch.FileErrors;
import org.atomicagents.internal.batch.OutcomeEncoder;
import org.atomicagents.schema.Schema;

/**
 * Writes the outcomes of a batch as lines of JSON.
 *
 * {@snippet class="org.atomicagents.batch.BatchSnippets" region="lines"}
 *
 * <p>A success is {@code {"index":0,"output":...,"model":"...","attempts":1,"requests":1,
 * "usage":{"inputTokens":7,"outputTokens":3},"cost":0.00012}}, a failure {@code
 * {"index":1,"error":{"type":"InvalidOutputException","message":"...","retryable":false}}}, with
 * the usage and the cost of its requests. An error of an invalid line also has its {@code line} and
 * {@code column}. Usage and cost are omitted where they are not known. There are no times, so that
 * equal results have equal lines.
 *
 * <p>A line is written as a whole: a process that is killed leaves complete lines, and a full disk
 * at most one incomplete line, which {@link #append} removes. Errors are {@link
 * UncheckedIOException}s. Thread-safe.
 *
 * @param <O> the type of the outputs
 */
public final class JsonLinesWriter<O> implements AutoCloseable {
  private static final int TAIL_SIZE = 1 << 16;

  // No channel: an interrupt of the writing thread would close it in the middle of a line.
  private final OutputStream out;
  private final String target;
  private final OutcomeEncoder<O> encoder;
  private final ReentrantLock lock = new ReentrantLock();

  private JsonLinesWriter(OutputStream out, String target, Schema<O> schema) {
    this.out = out;
    this.target = target;
    this.encoder = new OutcomeEncoder<>(Objects.requireNonNull(schema, "schema"));
  }

  /**
   * Returns a writer of a new file.
   *
   * @throws UncheckedIOException if the file exists or cannot be created
   */
  public static <O> JsonLinesWriter<O> create(Path file, Schema<O> schema) {
    try {
      Files.createFile(file);
    } catch (IOException e) {
      throw FileErrors.unwritable(file, e);
    }
    return open(file, false, schema);
  }

  /**
   * Returns a writer of a file whose content, if it exists, is removed.
   *
   * @throws UncheckedIOException if the file cannot be opened
   */
  public static <O> JsonLinesWriter<O> overwrite(Path file, Schema<O> schema) {
    return open(file, false, schema);
  }

  /**
   * Returns a writer that adds lines to a file, which is created if it does not exist. An
   * incomplete last line is removed.
   *
   * @throws UncheckedIOException if the file cannot be opened
   */
  public static <O> JsonLinesWriter<O> append(Path file, Schema<O> schema) {
    if (Files.isRegularFile(file)) {
      try (var channel =
          FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
        removeIncompleteLine(channel);
      } catch (IOException e) {
        throw FileErrors.unwritable(file, e);
      }
    }
    return open(file, true, schema);
  }

  /**
   * Returns a writer to a stream, which it flushes after each line and closes.
   *
   * @param name the name of the stream in messages
   */
  public static <O> JsonLinesWriter<O> to(OutputStream out, String name, Schema<O> schema) {
    return new JsonLinesWriter<>(out, name, schema);
  }

  /**
   * Writes an outcome as a line.
   *
   * @throws UncheckedIOException if the line cannot be written completely
   */
  public void write(Outcome<O> outcome) {
    byte[] line = (encoder.encode(outcome) + "\n").getBytes(StandardCharsets.UTF_8);
    lock.lock();
    try {
      out.write(line);
      out.flush();
    } catch (IOException e) {
      throw FileErrors.incomplete(target, e);
    } finally {
      lock.unlock();
    }
  }

  /**
   * Closes the file or stream; the lines of a file are durable then. Idempotent.
   *
   * @throws UncheckedIOException if the file cannot be closed
   */
  @Override
  public void close() {
    try (OutputStream closing = out) {
      if (closing instanceof FileOutputStream file && file.getFD().valid()) {
        sync(file);
      }
    } catch (IOException e) {
      throw FileErrors.incomplete(target, e);
    }
  }

  private static <O> JsonLinesWriter<O> open(Path file, boolean isAppended, Schema<O> schema) {
    try {
      return new JsonLinesWriter<>(
          new FileOutputStream(file.toFile(), isAppended), file.toString(), schema);
    } catch (IOException e) {
      throw FileErrors.unwritable(file, e);
    }
  }

  private static void sync(FileOutputStream file) throws IOException {
    try {
      file.getFD().sync();
    } catch (SyncFailedException e) {
      // A pipe or a device has no durable content.
    }
  }

  private static void removeIncompleteLine(FileChannel file) throws IOException {
    ByteBuffer tail = ByteBuffer.allocate(TAIL_SIZE);
    long end = file.size();
    while (end > 0) {
      long start = Math.max(0, end - TAIL_SIZE);
      tail.clear().limit((int) (end - start));
      while (tail.hasRemaining() && file.read(tail, start + tail.position()) >= 0) {
        // A read may return fewer bytes.
      }
      for (int i = tail.position() - 1; i >= 0; i--) {
        if (tail.get(i) == '\n') {
          file.truncate(start + i + 1);
          return;
        }
      }
      end = start;
    }
    file.truncate(0);
  }
}
