package org.atomicagents.batch;

import java.time.Instant;
import java.util.Objects;

/**
 * An item whose run was started, and whose process ended before the run: its requests may have been
 * received, and charged, by the provider.
 *
 * <p>Immutable.
 *
 * @param index the position of the item in the inputs of its batch, counted from 0
 * @param key the hash, in hexadecimal, of the input, the history and the conversation of the item
 * @param started the time at which its run was started
 */
public record InDoubtItem(long index, String key, Instant started) {
  public InDoubtItem {
    Objects.requireNonNull(key, "key");
    Objects.requireNonNull(started, "started");
  }
}
