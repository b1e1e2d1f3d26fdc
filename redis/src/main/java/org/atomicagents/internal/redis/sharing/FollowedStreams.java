package org.atomicagents.internal.redis.sharing;

import io.lettuce.core.StreamMessage;
import io.lettuce.core.XReadArgs;
import io.lettuce.core.XReadArgs.StreamOffset;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.locks.ReentrantLock;
import org.atomicagents.error.StoreException;
import org.atomicagents.internal.redis.RedisKeys;
import org.atomicagents.internal.redis.RedisLink;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The responses of other processes that this one follows, read by one thread with one connection.
 *
 * <p>The thread waits for entries of all streams at once. One more stream, which belongs to this
 * process, wakes it when a response is added. Connection and thread end after a time without
 * responses. Thread-safe.
 */
final class FollowedStreams {
  private static final Logger LOG = LoggerFactory.getLogger(FollowedStreams.class);
  private static final Duration BLOCK = Duration.ofSeconds(1);
  // A time limit that means none must not overflow.
  private static final Duration MAX_TIMEOUT = Duration.ofHours(1);
  private static final Duration WAKE_LIFETIME = Duration.ofMinutes(1);
  private static final int MAX_IDLE_READS = 10;
  private static final int MAX_ENTRIES = 32;
  private static final String FIRST = "0-0";

  private final RedisLink link;
  private final byte[] wakeKey;
  private final ReentrantLock lock = new ReentrantLock();
  // Guarded by the lock.
  private final Map<String, FollowedStream> followed = new HashMap<>();
  private boolean isRunning;
  private @Nullable RedisLink reader;
  private Duration readLimit = BLOCK.multipliedBy(2);

  /**
   * A stream with the id of its latest entry that was read, and its followers: several ones if
   * stores of the same prefix were created more than once. Immutable.
   */
  @SuppressWarnings("ArrayRecordComponent") // never changed, and never compared
  private record FollowedStream(byte[] key, Map<SharedResponse, Long> waitNanos, String latest) {
    FollowedStream after(String id) {
      return new FollowedStream(key, waitNanos, id);
    }

    FollowedStream with(SharedResponse response, Duration lease, String start) {
      var followers = new HashMap<>(waitNanos);
      followers.put(response, lease.toNanos());
      boolean isEarlier = EntryId.of(start).compareTo(EntryId.of(latest)) < 0;
      return new FollowedStream(key, followers, isEarlier ? start : latest);
    }

    @Nullable FollowedStream without(SharedResponse response) {
      var followers = new HashMap<>(waitNanos);
      followers.remove(response);
      return followers.isEmpty() ? null : new FollowedStream(key, followers, latest);
    }
  }

  FollowedStreams(RedisLink link, RedisKeys keys) {
    this.link = link;
    this.wakeKey = keys.keyWithSuffix("wake", UUID.randomUUID().toString());
  }

  /**
   * Begins to read a stream.
   *
   * @param start the id of the entry after which the response begins
   * @param timeout the time limit of a command; from now on, a read has the longest one so far, in
   *     addition to the time for which it blocks
   */
  void follow(byte[] key, SharedResponse response, Duration lease, String start, Duration timeout) {
    lock.lock();
    try {
      Duration limit = BLOCK.plus(timeout.compareTo(MAX_TIMEOUT) < 0 ? timeout : MAX_TIMEOUT);
      readLimit = limit.compareTo(readLimit) > 0 ? limit : readLimit;
      FollowedStream stream = followed.get(name(key));
      FollowedStream known = stream == null ? new FollowedStream(key, Map.of(), start) : stream;
      followed.put(name(key), known.with(response, lease, start));
      if (!isRunning) {
        isRunning = true;
        Thread.ofVirtual().name("atomic-agents-redis-reader").start(this::readAll);
        return;
      }
    } finally {
      lock.unlock();
    }
    wake();
  }

  /** Ends the reading of the stream of a response. */
  void unfollow(byte[] key, SharedResponse response) {
    lock.lock();
    try {
      followed.computeIfPresent(name(key), (name, stream) -> stream.without(response));
    } finally {
      lock.unlock();
    }
  }

  private void wake() {
    try {
      link.run(
          "wake the reader of shared responses",
          SharingScripts.WAKE,
          List.of(wakeKey),
          RedisLink.bytes(WAKE_LIFETIME.toMillis()));
    } catch (StoreException e) {
      LOG.debug("The reader of shared responses wakes within {}", BLOCK, e);
    }
  }

  private void readAll() {
    try {
      RedisLink opened = link.openAnother(readLimit());
      try {
        setReader(opened);
        read(opened);
      } finally {
        // Another thread may read with another connection already.
        opened.close();
      }
    } catch (RuntimeException e) {
      LOG.debug("Shared responses cannot be read from Redis", e);
      loseAll();
    }
  }

  private Duration readLimit() {
    lock.lock();
    try {
      return readLimit;
    } finally {
      lock.unlock();
    }
  }

  private void setReader(RedisLink opened) {
    lock.lock();
    try {
      reader = opened;
    } finally {
      lock.unlock();
    }
  }

  /** Closes the connection that reads, which is opened again if it is needed. */
  void close() {
    RedisLink opened;
    lock.lock();
    try {
      opened = reader;
    } finally {
      lock.unlock();
    }
    if (opened != null) {
      opened.close();
    }
  }

  private void read(RedisLink opened) {
    var args = XReadArgs.Builder.block(BLOCK).count(MAX_ENTRIES);
    String wokenBy = FIRST;
    int idleReads = 0;
    while (true) {
      var positions = new HashMap<String, String>();
      StreamOffset<byte[]>[] offsets = offsets(wokenBy, positions);
      idleReads = offsets.length > 1 ? 0 : idleReads + 1;
      if (idleReads > MAX_IDLE_READS && endsIdle()) {
        return;
      }
      List<StreamMessage<byte[], byte[]>> messages =
          opened
              .withTimeout(readLimit())
              .run("read shared responses", redis -> redis.xread(args, offsets));
      if (messages == null) {
        continue;
      }
      for (StreamMessage<byte[], byte[]> message : messages) {
        if (Arrays.equals(message.getStream(), wakeKey)) {
          wokenBy = message.getId();
        } else {
          receive(message, positions);
        }
      }
    }
  }

  /** Returns the streams to read; adds the ids after which they are read, by the names. */
  @SuppressWarnings({"unchecked", "rawtypes"}) // an array of a generic type
  private StreamOffset<byte[]>[] offsets(String wokenBy, Map<String, String> positions) {
    var offsets = new ArrayList<StreamOffset<byte[]>>();
    offsets.add(StreamOffset.from(wakeKey, wokenBy));
    lock.lock();
    try {
      followed.forEach((name, stream) -> {
        offsets.add(StreamOffset.from(stream.key(), stream.latest()));
        positions.put(name, stream.latest());
      });
    } finally {
      lock.unlock();
    }
    return offsets.toArray(new StreamOffset[0]);
  }

  private boolean endsIdle() {
    lock.lock();
    try {
      isRunning = !followed.isEmpty();
      return !isRunning;
    } finally {
      lock.unlock();
    }
  }

  private void receive(StreamMessage<byte[], byte[]> message, Map<String, String> positions) {
    String name = name(message.getStream());
    String before = positions.put(name, message.getId());
    FollowedStream stream;
    lock.lock();
    try {
      stream = followed.get(name);
      if (stream == null || !stream.latest().equals(before)) {
        return; // not followed any more, or read again for a follower that began earlier
      }
      followed.put(name, stream.after(message.getId()));
    } finally {
      lock.unlock();
    }
    stream
        .waitNanos()
        .forEach((response, waitNanos) -> {
          receive(message, response, waitNanos);
          if (response.hasEnded()) {
            unfollow(stream.key(), response);
          }
        });
  }

  private static void receive(
      StreamMessage<byte[], byte[]> message, SharedResponse response, long waitNanos) {
    try {
      response.receive(ResponseEntry.of(message), waitNanos);
    } catch (IOException e) {
      LOG.warn("A shared response was published by an incompatible version", e);
      response.refuse();
    }
  }

  private void loseAll() {
    List<FollowedStream> lost;
    lock.lock();
    try {
      lost = List.copyOf(followed.values());
      followed.clear();
      isRunning = false;
    } finally {
      lock.unlock();
    }
    lost.forEach(stream -> stream.waitNanos().keySet().forEach(SharedResponse::lose));
  }

  private static String name(byte[] key) {
    return new String(key, StandardCharsets.UTF_8);
  }
}
