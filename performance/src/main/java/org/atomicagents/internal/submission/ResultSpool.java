package org.atomicagents.internal.submission;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;
import org.atomicagents.error.AgentException;
import org.atomicagents.error.StoreException;
import org.atomicagents.internal.codec.EventCodec;
import org.atomicagents.internal.codec.FailureCodec;
import org.atomicagents.model.batch.BatchResult;
import org.jspecify.annotations.Nullable;

/**
 * The results of batches in a temporary file, from which they are read by the index of their item:
 * providers send them in any order, and only their positions are in memory.
 *
 * <p>Results are added by one thread, then read by any thread.
 */
final class ResultSpool implements AutoCloseable {
  private static final byte RESPONSE = 1;
  private static final byte FAILURE = 2;
  private static final byte KEPT_FAILURE = 3;
  private static final int INITIAL_CAPACITY = 64;

  private final Path path;
  private final FileChannel channel;

  /** The positions of the results of each round, plus 1, by item; 0 for none. */
  private final List<long[]> positions = new ArrayList<>();

  /** The failures that have no binary form. */
  private final List<AgentException> kept = new ArrayList<>();

  private long size;

  private ResultSpool(Path path, FileChannel channel) {
    this.path = path;
    this.channel = channel;
  }

  /**
   * Returns an empty spool, whose file is deleted when it is closed.
   *
   * @throws StoreException if the file cannot be created
   */
  static ResultSpool create() {
    try {
      Path path = Files.createTempFile("atomic-batch-", ".results");
      try {
        return new ResultSpool(
            path,
            FileChannel.open(
                path,
                StandardOpenOption.READ,
                StandardOpenOption.WRITE,
                StandardOpenOption.DELETE_ON_CLOSE));
      } catch (IOException e) {
        Files.deleteIfExists(path);
        throw e;
      }
    } catch (IOException e) {
      throw failure("create", e);
    }
  }

  /**
   * Adds a result. Of two for one item, a response replaces a failure; else the first one remains.
   */
  void add(int round, ItemName name, BatchResult result) {
    int index = Math.toIntExact(name.index());
    BatchResult earlier = read(round, index, name.text());
    boolean isReplacement =
        earlier instanceof BatchResult.Failed && result instanceof BatchResult.Succeeded;
    if (earlier != null && !isReplacement) {
      return;
    }
    byte[] bytes = encode(name.hash(), result);
    try {
      ByteBuffer buffer = ByteBuffer.allocate(Integer.BYTES + bytes.length);
      buffer.putInt(bytes.length).put(bytes).flip();
      long position = size;
      while (buffer.hasRemaining()) {
        size += channel.write(buffer, size);
      }
      setPosition(round, index, position + 1);
    } catch (IOException e) {
      throw failure("write", e);
    }
  }

  /** Returns the hash in the name of an item's request; empty if the item has no result. */
  OptionalLong hash(int round, long index) {
    long position = position(round, Math.toIntExact(index));
    if (position == 0) {
      return OptionalLong.empty();
    }
    try {
      return OptionalLong.of(read(position - 1 + Integer.BYTES, Long.BYTES).getLong());
    } catch (IOException e) {
      throw failure("read", e);
    }
  }

  /**
   * Returns the result of an item; null if there is none.
   *
   * @param item the item and its batch, for messages
   */
  @Nullable BatchResult read(int round, long index, String item) {
    long position = position(round, Math.toIntExact(index));
    if (position == 0) {
      return null;
    }
    try {
      ByteBuffer length = read(position - 1, Integer.BYTES);
      byte[] bytes = read(position - 1 + Integer.BYTES, length.getInt()).array();
      return decode(bytes, item);
    } catch (IOException e) {
      throw failure("read", e);
    }
  }

  private ByteBuffer read(long position, int length) throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate(length);
    while (buffer.hasRemaining()) {
      if (channel.read(buffer, position + buffer.position()) < 0) {
        throw new EOFException("the file is too short");
      }
    }
    return buffer.flip();
  }

  private byte[] encode(long hash, BatchResult result) {
    var bytes = new ByteArrayOutputStream();
    try (var out = new DataOutputStream(bytes)) {
      out.writeLong(hash);
      switch (result) {
        case BatchResult.Succeeded succeeded -> {
          out.writeByte(RESPONSE);
          EventCodec.write(out, succeeded.events());
        }
        case BatchResult.Failed failed when FailureCodec.accepts(failed.failure()) -> {
          out.writeByte(FAILURE);
          FailureCodec.write(out, failed.failure());
        }
        case BatchResult.Failed failed -> {
          out.writeByte(KEPT_FAILURE);
          out.writeInt(kept.size());
          kept.add(failed.failure());
        }
      }
    } catch (IOException e) {
      throw new IllegalStateException("Writing to memory failed", e);
    }
    return bytes.toByteArray();
  }

  private BatchResult decode(byte[] bytes, String item) throws IOException {
    try (var in = new DataInputStream(new ByteArrayInputStream(bytes))) {
      // The hash, which is read without the result.
      in.skipNBytes(Long.BYTES);
      byte kind = in.readByte();
      return switch (kind) {
        case RESPONSE -> new BatchResult.Succeeded(item, EventCodec.read(in));
        case FAILURE -> new BatchResult.Failed(item, FailureCodec.read(in, item));
        default -> new BatchResult.Failed(item, kept.get(in.readInt()).forOtherCaller());
      };
    }
  }

  private long position(int round, int index) {
    if (round >= positions.size()) {
      return 0;
    }
    long[] ofRound = positions.get(round);
    return index < ofRound.length ? ofRound[index] : 0;
  }

  private void setPosition(int round, int index, long position) {
    while (positions.size() <= round) {
      positions.add(new long[INITIAL_CAPACITY]);
    }
    long[] ofRound = positions.get(round);
    if (index >= ofRound.length) {
      ofRound = Arrays.copyOf(ofRound, Math.max(index + 1, ofRound.length * 2));
      positions.set(round, ofRound);
    }
    ofRound[index] = position;
  }

  /** Deletes the file. Idempotent. */
  @Override
  public void close() {
    try {
      channel.close();
      Files.deleteIfExists(path);
    } catch (IOException e) {
      // A temporary file that remains is deleted by the system.
    }
  }

  private static StoreException failure(String action, IOException cause) {
    return StoreException.of(
        "Cannot %s the temporary file for the results of a batch: %s.\nCheck that the folder for temporary files (java.io.tmpdir) has free space."
            .formatted(action, cause.getMessage()),
        cause);
  }
}
