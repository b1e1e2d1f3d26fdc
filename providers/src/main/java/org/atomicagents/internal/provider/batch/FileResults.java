package org.atomicagents.internal.provider.batch;

import java.net.URI;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import org.atomicagents.error.CancelledException;
import org.atomicagents.error.StoreException;
import org.atomicagents.error.TransportException.Stage;
import org.atomicagents.internal.provider.FailureFactory;
import org.atomicagents.internal.provider.JsonExcerpt;
import org.atomicagents.model.RunContext;
import org.atomicagents.model.batch.BatchHandle;
import org.atomicagents.model.batch.BatchResult;
import org.atomicagents.model.batch.BatchResults;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The results of a batch in downloaded files, so that a slow reader keeps no connection open.
 *
 * <p>A line that is not a result, and whose request is unknown, is ignored with a warning.
 */
public final class FileResults implements BatchResults {
  private static final Logger log = LoggerFactory.getLogger(FileResults.class);

  private final BatchHandle batch;
  private final ResultFormat format;
  private final FailureFactory failures;
  private final List<ResultFile> files;
  private final List<ResultLines> sources;
  private final AtomicBoolean iterated = new AtomicBoolean();
  private volatile boolean isClosed;

  private FileResults(
      BatchHandle batch,
      ResultFormat format,
      FailureFactory failures,
      List<ResultFile> files,
      List<ResultLines> lines) {
    this.batch = batch;
    this.format = format;
    this.failures = failures;
    this.files = files;
    this.sources = lines;
  }

  /**
   * Returns the results in files of JSON lines, after downloading them.
   *
   * @param call the deadline of the downloads
   */
  public static FileResults download(
      BatchHandle batch, ResultFormat format, BatchHttp http, List<URI> files, RunContext call) {
    return download(batch, format, http, files, call, file -> file.lines(http.maxResponseBytes()));
  }

  /**
   * Returns the results in an array of a JSON document, after downloading it.
   *
   * @param field the name of the array
   * @param call the deadline of the download
   */
  public static FileResults downloadArray(
      BatchHandle batch,
      ResultFormat format,
      BatchHttp http,
      URI document,
      String field,
      RunContext call) {
    return download(
        batch,
        format,
        http,
        List.of(document),
        call,
        file -> file.array(field, http.maxResponseBytes()));
  }

  private static FileResults download(
      BatchHandle batch,
      ResultFormat format,
      BatchHttp http,
      List<URI> addresses,
      RunContext call,
      Function<ResultFile, ResultLines> reader) {
    var files = new ArrayList<ResultFile>();
    boolean isComplete = false;
    try {
      for (URI address : addresses) {
        files.add(http.download(address, call));
      }
      List<ResultLines> lines = files.stream().map(reader).toList();
      isComplete = true;
      FailureFactory failures = http.itemErrors().of("the results of batch " + batch, 0, "");
      return new FileResults(batch, format, failures, files, lines);
    } finally {
      if (!isComplete) {
        files.forEach(ResultFile::close);
      }
    }
  }

  @Override
  public Iterator<BatchResult> iterator() {
    if (iterated.getAndSet(true)) {
      throw new IllegalStateException("The results of a batch can be read once.");
    }
    return new ResultIterator();
  }

  @Override
  public void close() {
    isClosed = true;
    sources.forEach(ResultLines::close);
    files.forEach(ResultFile::close);
  }

  private final class ResultIterator implements Iterator<BatchResult> {
    private final Iterator<ResultLines> remaining = sources.iterator();
    private final String activity = "reading the results of batch " + batch;
    private @Nullable ResultLines lines;
    private @Nullable BatchResult next;
    private long lineNumber;
    private boolean hasResults;
    private @Nullable String firstUnknown;
    private boolean isEnded;

    @Override
    public boolean hasNext() {
      while (next == null && !isEnded) {
        advance();
      }
      return next != null;
    }

    @Override
    public BatchResult next() {
      if (!hasNext()) {
        throw new NoSuchElementException("The results have ended.");
      }
      BatchResult result = next;
      next = null;
      return Objects.requireNonNull(result);
    }

    private void advance() {
      ResultLines current = lines;
      ResultLine line = current == null ? null : next(current);
      if (line != null) {
        lineNumber++;
        next = read(line);
        hasResults |= next != null;
        return;
      }
      if (current != null) {
        current.close();
      }
      if (remaining.hasNext()) {
        lines = remaining.next();
        return;
      }
      isEnded = true;
      if (!hasResults && firstUnknown != null) {
        throw failures.unexpected("no results, but\n  " + firstUnknown, Stage.PROTOCOL);
      }
    }

    private @Nullable ResultLine next(ResultLines current) {
      if (Thread.currentThread().isInterrupted()) {
        throw CancelledException.interrupted(activity, null);
      }
      try {
        if (!isClosed) {
          return current.next();
        }
      } catch (StoreException e) {
        // Another thread may have closed the file while it was read.
        if (!isClosed) {
          throw e;
        }
      }
      throw CancelledException.closed(activity);
    }

    private @Nullable BatchResult read(ResultLine line) {
      ResultEnvelope envelope = ResultEnvelope.read(line.bytes(), line.length(), format.fields());
      String id = format.id(envelope);
      if (envelope.isComplete() && !id.isEmpty()) {
        return format.read(id, envelope);
      }
      if (!envelope.isComplete() && !line.isEnded() && !line.isTooLong()) {
        throw failures.unexpected("incomplete results", Stage.RESPONSE);
      }
      if (!id.isEmpty()) {
        String found =
            line.isTooLong() ? "more than " + line.length() + " bytes" : "malformed JSON";
        return new BatchResult.Failed(
            id, failures.unexpected(found + " for request " + id, Stage.PROTOCOL));
      }
      if (firstUnknown == null) {
        firstUnknown = excerpt(line);
      }
      log.warn(
          "Line {} of the results of batch {} has no request and is ignored", lineNumber, batch);
      return null;
    }

    private String excerpt(ResultLine line) {
      return JsonExcerpt.of(line.bytes(), 0, line.length(), failures::redact);
    }
  }
}
