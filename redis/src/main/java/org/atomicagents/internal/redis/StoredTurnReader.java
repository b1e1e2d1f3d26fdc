package org.atomicagents.internal.redis;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.atomicagents.chat.ConversationKey;
import org.atomicagents.chat.StoredConversation;
import org.atomicagents.chat.Turn;
import org.atomicagents.chat.TurnCodec;
import org.atomicagents.error.StoreException;
import org.jspecify.annotations.Nullable;

/**
 * Reads conversations in parts of about a megabyte, so that a long one neither delays the commands
 * of others nor exceeds the time limit. Thread-safe.
 *
 * @param codec converts turns to the texts in the hash
 */
public record StoredTurnReader(RedisLink link, ConversationKeys keys, TurnCodec codec) {
  private static final int MAX_READS = 100;
  private static final int MAX_NUMBERS = 1_000;

  /** The numbers of turns, at a version of the conversation. */
  private record Numbers(long version, List<Long> all, Set<Long> pinned) {}

  /** The last turn of a conversation, by its number. */
  public record LastTurn(long number, Turn turn) {}

  /** Returns the version of a conversation; 0 if it is not stored. */
  public long version(ConversationKey key) {
    byte[] version =
        link.run(
            "read the version of conversation " + key,
            redis -> redis.hget(keys.turns(key), RedisLink.bytes("v")));
    return version == null ? StoredConversation.NO_VERSION : number(version);
  }

  /** Returns the latest turns of a conversation, and all pinned ones. */
  public StoredConversation load(ConversationKey key, int maxTurns) {
    String activity = "load conversation " + key;
    for (int attempt = 0; attempt < MAX_READS; attempt++) {
      Numbers numbers = numbers(activity, key, maxTurns);
      List<Turn> turns = turns(activity, key, numbers);
      // Each change increases the version, so turns read at one version are those of one moment.
      if (turns.size() == numbers.all().size()) {
        return new StoredConversation(key, numbers.version(), turns);
      }
    }
    throw StoreException.of(
        "Cannot %s: it changed during each of %d reads.".formatted(activity, MAX_READS), null);
  }

  /**
   * Returns the last turn of a conversation that has a version; null if there is none, or if the
   * conversation has another version.
   */
  public @Nullable LastTurn last(ConversationKey key, long version) {
    String activity = "read the last turn of conversation " + key;
    Numbers numbers = numbers(activity, key, 1);
    if (numbers.version() != version || numbers.all().isEmpty()) {
      return null;
    }
    long last = numbers.all().getLast();
    List<Turn> turns = turns(activity, key, new Numbers(version, List.of(last), numbers.pinned()));
    return turns.isEmpty() ? null : new LastTurn(last, turns.getFirst());
  }

  private Numbers numbers(String activity, ConversationKey key, int maxTurns) {
    List<?> reply =
        reply(
            link.run(
                activity,
                ConversationScripts.NUMBERS,
                keys.read(key),
                RedisLink.bytes(Math.max(0, maxTurns))));
    Set<Long> pinned = new HashSet<>(numbers(reply.get(1)));
    var all = new ArrayList<>(pinned);
    all.addAll(numbers(reply.get(2)));
    all.sort(Comparator.naturalOrder());
    return new Numbers(number((byte[]) reply.getFirst()), all, pinned);
  }

  /** Returns the turns of numbers; fewer if the conversation changes meanwhile. */
  private List<Turn> turns(String activity, ConversationKey key, Numbers numbers) {
    var turns = new ArrayList<Turn>();
    while (turns.size() < numbers.all().size()) {
      List<Long> next =
          numbers
              .all()
              .subList(turns.size(), Math.min(numbers.all().size(), turns.size() + MAX_NUMBERS));
      List<?> reply =
          reply(
              link.run(
                  activity,
                  ConversationScripts.TURNS,
                  List.of(keys.turns(key)),
                  next.stream().map(RedisLink::bytes).toArray(byte[][]::new)));
      if (number((byte[]) reply.getFirst()) != numbers.version()) {
        return List.of();
      }
      for (int i = 1; i < reply.size(); i++) {
        boolean isPinned = numbers.pinned().contains(next.get(i - 1));
        turns.add(codec.decode(text((byte[]) reply.get(i))).withPinned(isPinned));
      }
    }
    return turns;
  }

  /** Returns the elements of a reply. */
  public static List<?> reply(@Nullable Object reply) {
    return (List<?>) Objects.requireNonNull(reply, "reply");
  }

  private static Collection<Long> numbers(Object elements) {
    return ((List<?>) elements).stream().map(element -> number((byte[]) element)).toList();
  }

  /**
   * Returns the number in a reply.
   *
   * @throws StoreException if it is none
   */
  public static long number(byte[] digits) {
    try {
      return Long.parseLong(text(digits));
    } catch (NumberFormatException e) {
      throw StoreException.of(
          "A conversation in Redis is damaged: expected a number, found '%s'.\nDelete the conversation, or restore it from a backup."
              .formatted(text(digits)),
          e);
    }
  }

  private static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.UTF_8);
  }
}
