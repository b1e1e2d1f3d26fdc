package org.atomicagents.testing.internal.messages;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The cached beginnings of prompts, at most 10,000; thread-safe.
 *
 * <p>A marker caches the prompt up to its block for its time, and each read extends the time. A
 * read finds the longest cached beginning that ends at most 20 blocks before a marker. Unlike
 * Anthropic, there is no minimum length, so that short prompts of tests are cached too.
 */
final class PromptCache {
  private static final int MAX_ENTRIES = 10_000;
  private static final int LOOK_BACK = 20;

  /**
   * The tokens of a prompt.
   *
   * @param input tokens that are neither read nor written
   */
  record PromptUse(int input, int read, int shortWrite, int longWrite) {}

  private record CacheEntry(Duration time, Instant end) {}

  private final Lock lock = new ReentrantLock();
  private final Map<String, CacheEntry> entries =
      new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, CacheEntry> eldest) {
          return size() > MAX_ENTRIES;
        }
      };

  /** Returns the use of the cache by a prompt, and caches it up to its markers. */
  PromptUse use(String model, List<PromptBlock> blocks, Instant now) {
    List<String> keys = keys(model, blocks);
    int[] tokens = new int[blocks.size() + 1];
    for (int i = 0; i < blocks.size(); i++) {
      tokens[i + 1] = tokens[i] + blocks.get(i).tokens();
    }
    lock.lock();
    try {
      int read = longestCached(keys, blocks, now);
      int end = read;
      int shortWrite = 0;
      int longWrite = 0;
      for (int i = 0; i < blocks.size(); i++) {
        Duration time = blocks.get(i).cacheTime();
        if (time == null) {
          continue;
        }
        put(keys.get(i), new CacheEntry(time, now.plus(time)));
        int written = Math.max(0, tokens[i + 1] - tokens[end]);
        end = Math.max(end, i + 1);
        longWrite += time.equals(PromptBlock.LONG_TIME) ? written : 0;
        shortWrite += time.equals(PromptBlock.SHORT_TIME) ? written : 0;
      }
      return new PromptUse(
          tokens[blocks.size()] - tokens[end], tokens[read], shortWrite, longWrite);
    } finally {
      lock.unlock();
    }
  }

  // A new position in the order of eviction.
  private void put(String key, CacheEntry entry) {
    entries.remove(key);
    entries.put(key, entry);
  }

  /** Returns the number of blocks of the longest cached beginning, and extends its time. */
  private int longestCached(List<String> keys, List<PromptBlock> blocks, Instant now) {
    int candidates = 0;
    int found = 0;
    for (int i = blocks.size() - 1; i >= 0 && found == 0; i--) {
      candidates = blocks.get(i).cacheTime() == null ? candidates - 1 : LOOK_BACK;
      CacheEntry entry = candidates > 0 ? entries.get(keys.get(i)) : null;
      if (entry != null && now.isBefore(entry.end())) {
        put(keys.get(i), new CacheEntry(entry.time(), now.plus(entry.time())));
        found = i + 1;
      }
    }
    return found;
  }

  private static List<String> keys(String model, List<PromptBlock> blocks) {
    var keys = new ArrayList<String>();
    byte[] previous = model.getBytes(StandardCharsets.UTF_8);
    for (PromptBlock block : blocks) {
      previous = hash(previous, block.text());
      keys.add(HexFormat.of().formatHex(previous));
    }
    return keys;
  }

  static byte[] hash(byte[] previous, String text) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      digest.update(previous);
      return digest.digest(text.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java platform has SHA-256.", e);
    }
  }
}
