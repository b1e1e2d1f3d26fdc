package org.atomicagents.cli.batch;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.atomicagents.batch.JsonLinesWriter;
import org.atomicagents.batch.Outcome;
import org.atomicagents.schema.Schema;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * An output that replaces that of an earlier run at the first success, for which the journal has
 * admitted the agent. Failures before it, such as malformed lines, are in a temporary file.
 *
 * <p>Not thread-safe.
 */
final class BatchOutput implements AutoCloseable {
  private final Path out;
  private final Schema<JsonNode> schema;
  private JsonLinesWriter<JsonNode> writer;

  /** The temporary file; null if the outcomes are written to the output. */
  private @Nullable Path leading;

  private BatchOutput(
      Path out, Schema<JsonNode> schema, JsonLinesWriter<JsonNode> writer, @Nullable Path leading) {
    this.out = out;
    this.schema = schema;
    this.writer = writer;
    this.leading = leading;
  }

  /** Returns an output that writes at once. */
  static BatchOutput of(Path out, Schema<JsonNode> schema, JsonLinesWriter<JsonNode> writer) {
    return new BatchOutput(out, schema, writer, null);
  }

  /**
   * Returns an output that keeps the content of a file until the first success, or the end.
   *
   * @throws UncheckedIOException if no temporary file can be written
   */
  static BatchOutput keeping(Path out, Schema<JsonNode> schema) {
    try {
      Path leading = Files.createTempFile("atomic-batch-", ".jsonl");
      return new BatchOutput(out, schema, JsonLinesWriter.overwrite(leading, schema), leading);
    } catch (IOException e) {
      throw new UncheckedIOException(
          "Cannot create a temporary file in %s: %s.\nSet java.io.tmpdir to another folder."
              .formatted(System.getProperty("java.io.tmpdir"), e.getMessage()),
          e);
    }
  }

  /**
   * Writes an outcome.
   *
   * @throws UncheckedIOException if it cannot be written
   */
  void write(Outcome<JsonNode> outcome) {
    if (outcome instanceof Outcome.Success) {
      replace();
    }
    writer.write(outcome);
  }

  /**
   * Completes the output of a batch without a success, too.
   *
   * @throws UncheckedIOException if it cannot be written
   */
  void complete() {
    replace();
  }

  private void replace() {
    if (leading == null) {
      return;
    }
    writer.close();
    try (OutputStream replaced = Files.newOutputStream(out)) {
      Files.copy(leading, replaced);
    } catch (IOException e) {
      throw new UncheckedIOException(
          "Cannot write to %s: %s.\nCheck its disk, or name another file."
              .formatted(out, e.getMessage()),
          e);
    }
    delete();
    writer = JsonLinesWriter.append(out, schema);
  }

  /** Closes the files; without {@link #complete()}, an output without a success is kept. */
  @Override
  public void close() {
    writer.close();
    delete();
  }

  private void delete() {
    Path file = leading;
    leading = null;
    try {
      if (file != null) {
        Files.deleteIfExists(file);
      }
    } catch (IOException e) {
      // The system deletes old temporary files.
    }
  }
}
