package org.atomicagents.internal.usage;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.atomicagents.internal.storage.RecordBatch;
import org.atomicagents.internal.storage.RecordLog;
import org.atomicagents.usage.UsageBalance;
import org.atomicagents.usage.UsageBucket;
import org.jspecify.annotations.Nullable;

/**
 * A log of used amounts. Used by one thread at a time.
 *
 * <p>The amounts in memory are the valid ones; the log is opened again after a failed write, and
 * rewritten when it has doubled.
 */
final class UsageFile {
  private static final int KIND = 0x55534147;
  private static final long MIN_SIZE = 1 << 20;

  private final Path path;
  private final LocalUsageStore amounts;
  private @Nullable RecordLog log;
  private long sizeAfterRewrite;

  private UsageFile(Path path, LocalUsageStore amounts) {
    this.path = path;
    this.amounts = amounts;
  }

  /** Opens a file, and restores its amounts. */
  static UsageFile open(Path path, LocalUsageStore amounts, Instant now) throws IOException {
    var file = new UsageFile(path, amounts);
    file.log =
        RecordLog.open(
            path,
            KIND,
            (position, body) -> {
              UsageRecord stored = UsageRecord.decode(body);
              amounts.restore(stored.bucket(), stored.used());
            });
    amounts.removeExpired(now);
    file.rewriteIfLarge(now);
    return file;
  }

  /** Writes the present amounts of buckets; they are durable when this method returns. */
  void write(List<UsageBucket> buckets, Instant now) throws IOException {
    RecordLog open = log;
    if (open == null) {
      open = RecordLog.open(path, KIND, (position, body) -> {});
      log = open;
    }
    var bodies = new ArrayList<byte[]>(buckets.size());
    for (UsageBucket bucket : buckets) {
      bodies.add(body(bucket.key(), amounts.balance(bucket, now)));
    }
    try {
      open.append(bodies);
    } catch (IOException e) {
      // It may be unknown which records are durable; the present amounts replace them anyway.
      log = null;
      open.close();
      throw e;
    }
    rewriteIfLarge(now);
  }

  private static byte[] body(String key, UsageBalance balance) {
    return new UsageRecord(new UsageBucket(key, balance.expiry()), balance.used()).encode();
  }

  private void rewriteIfLarge(Instant now) throws IOException {
    RecordLog open = log;
    if (open == null || open.end() < Math.max(MIN_SIZE, 2 * sizeAfterRewrite)) {
      return;
    }
    amounts.removeExpired(now);
    try {
      copyTo(open.path(), now);
    } catch (IOException e) {
      // The copy needs space that a full disk does not have; the file is valid without it.
      sizeAfterRewrite = open.end();
      return;
    }
    log = null;
    open.close();
    RecordLog reopened = RecordLog.open(path, KIND, (position, body) -> {});
    log = reopened;
    sizeAfterRewrite = reopened.end();
  }

  private void copyTo(Path target, Instant now) throws IOException {
    Path copy = target.resolveSibling(target.getFileName() + ".copy");
    Files.deleteIfExists(copy);
    try (RecordLog written = RecordLog.open(copy, KIND, (position, body) -> {})) {
      var batch = new RecordBatch(written);
      for (String key : amounts.keys()) {
        batch.add(body(key, amounts.balance(new UsageBucket(key, null), now)));
      }
      batch.flush();
    }
    RecordLog.deleteLock(copy);
    RecordLog.moveDurably(copy, target);
  }

  void close() throws IOException {
    RecordLog open = log;
    log = null;
    if (open != null) {
      open.close();
    }
  }
}
