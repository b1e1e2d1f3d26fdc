package org.atomicagents.batch;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;
import org.atomicagents.internal.batch.FileErrors;
import org.atomicagents.internal.batch.LineDecoder;
import org.atomicagents.internal.batch.LineReader;
import org.atomicagents.internal.batch.TextLine;
import org.atomicagents.schema.Schema;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * The lines of a JSON Lines file of any length as the inputs of a batch, in memory of one line.
 *
 * {@snippet class="org.atomicagents.batch.BatchSnippets" region="lines"}
 *
 * <p>The text is UTF-8, with or without a byte order mark; lines end with LF or CRLF, the last one
 * also with the end of the file. Blank lines are skipped and are no items. An invalid line is an
 * item whose outcome is an {@link Outcome.Failure} with an {@link InvalidLineException}: malformed
 * JSON or UTF-8, a duplicate key, a value that violates the schema, and a line above the maximum
 * size. Nothing is repaired.
 *
 * <p>An error of the file itself is an {@link UncheckedIOException} and ends the batch. For one
 * thread. See <a href="https://jsonlines.org">jsonlines.org</a>.
 *
 * @param <I> the type of the inputs
 */
public final class JsonLinesReader<I> implements BatchSource<I> {
  /** The default maximum size of a line: 16 MiB. */
  public static final int DEFAULT_MAX_LINE_BYTES = 16 << 20;

  private final LineReader lines;
  private final String source;
  private final @Nullable Path file;
  private final int maxLineBytes;
  private final LineDecoder<? extends I> decoder;
  private OptionalLong total;

  private JsonLinesReader(
      LineReader lines,
      String source,
      @Nullable Path file,
      int maxLineBytes,
      LineDecoder<? extends I> decoder,
      OptionalLong total) {
    this.lines = lines;
    this.source = source;
    this.file = file;
    this.maxLineBytes = maxLineBytes;
    this.decoder = decoder;
    this.total = total;
  }

  /**
   * Returns a reader of the values of a schema: objects for records, and texts, numbers, lists and
   * others as they are, without the object in which a schema wraps them for a model.
   *
   * @throws UncheckedIOException if the file cannot be opened
   */
  public static <I> JsonLinesReader<I> open(Path file, Schema<I> schema) {
    return open(file, schema, DEFAULT_MAX_LINE_BYTES);
  }

  /**
   * Returns a reader of the values of a schema.
   *
   * @param maxLineBytes the maximum size of a line, which bounds the memory
   * @throws UncheckedIOException if the file cannot be opened
   * @throws IllegalArgumentException if the maximum is less than 1
   */
  public static <I> JsonLinesReader<I> open(Path file, Schema<I> schema, int maxLineBytes) {
    return open(file, maxLineBytes, LineDecoder.of(schema));
  }

  /**
   * Returns a reader of any JSON values; numbers keep all their digits.
   *
   * @throws UncheckedIOException if the file cannot be opened
   */
  public static JsonLinesReader<JsonNode> open(Path file) {
    return open(file, DEFAULT_MAX_LINE_BYTES, LineDecoder.ofJson());
  }

  /**
   * Returns a reader of a stream, which it closes.
   *
   * @param name the name of the stream in messages
   */
  public static <I> JsonLinesReader<I> of(InputStream in, String name, Schema<I> schema) {
    return of(in, name, null, DEFAULT_MAX_LINE_BYTES, LineDecoder.of(schema));
  }

  /**
   * Returns a reader of any JSON values of a stream, which it closes.
   *
   * @param name the name of the stream in messages
   */
  public static JsonLinesReader<JsonNode> of(InputStream in, String name) {
    return of(in, name, null, DEFAULT_MAX_LINE_BYTES, LineDecoder.ofJson());
  }

  /**
   * Returns a reader of the same lines whose values are converted. An exception of the function
   * makes its line an invalid one.
   */
  public <J> JsonLinesReader<J> map(Function<? super I, ? extends J> function) {
    Objects.requireNonNull(function, "function");
    LineDecoder<? extends I> inner = decoder;
    return new JsonLinesReader<>(
        lines,
        source,
        file,
        maxLineBytes,
        (line, text) -> {
          I value = inner.decode(line, text);
          try {
            return Objects.requireNonNull(function.apply(value), "the function returned null");
          } catch (RuntimeException e) {
            throw line.problem(1, String.valueOf(e.getMessage()), e);
          }
        },
        total);
  }

  /**
   * Returns this reader after reading the whole file once in order to count its items, so that the
   * progress of the batch has a total. A stream, a pipe or a device is not counted.
   *
   * @throws UncheckedIOException if the file cannot be read
   */
  public JsonLinesReader<I> counted() {
    if (file != null && Files.isRegularFile(file)) {
      try (var counter = new LineReader(openFile(file), source, maxLineBytes)) {
        total = OptionalLong.of(counter.countContent());
      } catch (IOException e) {
        throw FileErrors.unreadable(source, file, e);
      }
    }
    return this;
  }

  /**
   * Returns this reader, whose next line has the given number: for the stream of a part of a file.
   *
   * @throws IllegalArgumentException if the number is less than 1
   */
  public JsonLinesReader<I> startingAt(long line) {
    if (line < 1) {
      throw new IllegalArgumentException("line: expected 1 or more, found " + line);
    }
    lines.startAt(line);
    return this;
  }

  /** Returns the number of the latest line that was read, from 1; 0 before the first. */
  public long line() {
    return lines.number();
  }

  @Override
  public OptionalLong total() {
    return total;
  }

  /**
   * {@inheritDoc}
   *
   * @throws UncheckedIOException if the file cannot be read
   */
  @Override
  public Optional<BatchItem<I>> next() {
    try {
      TextLine line = lines.nextContent();
      return line == null ? Optional.empty() : Optional.of(decode(line));
    } catch (IOException e) {
      throw FileErrors.unreadable(source, file, e);
    }
  }

  private BatchItem<I> decode(TextLine line) {
    try {
      return BatchItem.of(decoder.decode(line, line.text(maxLineBytes)));
    } catch (InvalidLineException e) {
      return BatchItem.invalid(e);
    }
  }

  @Override
  public void close() {
    try {
      lines.close();
    } catch (IOException e) {
      throw FileErrors.unreadable(source, file, e);
    }
  }

  private static <I> JsonLinesReader<I> open(Path file, int maxLineBytes, LineDecoder<I> decoder) {
    try {
      return of(openFile(file), file.toString(), file, maxLineBytes, decoder);
    } catch (IOException e) {
      throw FileErrors.unreadable(file.toString(), file, e);
    }
  }

  private static <I> JsonLinesReader<I> of(
      InputStream in, String name, @Nullable Path file, int maxLineBytes, LineDecoder<I> decoder) {
    return new JsonLinesReader<>(
        new LineReader(in, name, maxLineBytes),
        name,
        file,
        maxLineBytes,
        decoder,
        OptionalLong.empty());
  }

  private static InputStream openFile(Path file) throws IOException {
    if (Files.isDirectory(file)) {
      throw new IOException("it is a directory");
    }
    return Files.newInputStream(file);
  }
}
