package org.atomicagents.internal.provider.batch;

import java.time.Duration;
import org.atomicagents.error.ConfigurationException;
import org.atomicagents.internal.provider.ProviderHttpClient;
import org.atomicagents.model.ModelRequest;
import org.atomicagents.model.RunContext;
import org.atomicagents.model.batch.BatchHandle;
import org.atomicagents.model.batch.BatchRequest;
import org.atomicagents.model.batch.BatchUpload;
import org.jspecify.annotations.Nullable;

/** An upload whose requests are kept in a file. */
public final class FileUpload implements BatchUpload {
  private final BatchFormat format;
  private final String key;
  private final RunContext context;
  private final RequestFile file;
  private @Nullable ModelRequest first;
  private boolean isEnded;

  /**
   * Creates an empty upload.
   *
   * @param key the caller's name of the batch
   * @param context the run for which requests are written
   */
  public FileUpload(BatchFormat format, String key, RunContext context) {
    BatchKeys.require(key);
    this.format = format;
    this.key = key;
    this.context = context;
    this.file = new RequestFile(format.separator());
  }

  @Override
  public boolean add(BatchRequest request) {
    requireOpen();
    ModelRequest model = request.request().withStream(false);
    if (file.size() >= format.maxRequests() || (first != null && !format.suits(first, model))) {
      return false;
    }
    byte[] json = format.write(new BatchRequest(request.id(), model), context);
    if (json.length > format.maxBytes()) {
      throw ConfigurationException.of(
          "Request '%s' of a batch: expected at most %,d bytes, found %,d.\nShorten its messages, or refer to large media by an address."
              .formatted(request.id(), format.maxBytes(), json.length));
    }
    if (file.bytesWith(json) > format.maxBytes()) {
      return false;
    }
    file.add(json);
    if (first == null) {
      first = model;
    }
    return true;
  }

  @Override
  public int size() {
    return file.size();
  }

  @Override
  public long bytes() {
    return file.bytes();
  }

  @Override
  public BatchHandle submit(Duration timeout) {
    requireOpen();
    ModelRequest model = first;
    if (model == null) {
      throw new IllegalStateException(
          "Batch '" + key + "' has no requests.\nAdd a request before the batch is submitted.");
    }
    isEnded = true;
    return format.create(file::content, model, key, ProviderHttpClient.standaloneCall(timeout));
  }

  @Override
  public void close() {
    isEnded = true;
    file.close();
  }

  private void requireOpen() {
    if (isEnded) {
      throw new IllegalStateException(
          "Batch '" + key + "' was submitted or closed.\nCreate another upload for more requests.");
    }
  }
}
