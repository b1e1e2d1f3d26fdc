package org.atomicagents.redis;

import io.lettuce.core.Limit;
import io.lettuce.core.Range;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.atomicagents.chat.ConversationChange;
import org.atomicagents.chat.ConversationKey;
import org.atomicagents.chat.ConversationStore;
import org.atomicagents.chat.StoredConversation;
import org.atomicagents.chat.Turn;
import org.atomicagents.chat.TurnCodec;
import org.atomicagents.error.ConflictException;
import org.atomicagents.error.StoreException;
import org.atomicagents.internal.redis.ConversationKeys;
import org.atomicagents.internal.redis.ConversationScripts;
import org.atomicagents.internal.redis.RedisLink;
import org.atomicagents.internal.redis.StoredTurnReader;
import org.atomicagents.internal.redis.Uninterrupted;
import org.jspecify.annotations.Nullable;

/**
 * A store of conversations in Redis, shared by any number of processes.
 *
 * {@snippet class="org.atomicagents.redis.RedisStoreSnippets" region="conversations"}
 *
 * <p>A script compares the version and applies the change, so that of two processes with the same
 * version one gets a {@link ConflictException}. The conversations of one tenant are in one slot of
 * a cluster. They never expire. Ids are listed in the order of their UTF-8 bytes.
 *
 * <p>A change is in the memory of the server when {@link #apply} returns; whether it survives a
 * crash of the server depends on its settings: with {@code appendonly yes} and {@code appendfsync
 * always} it does. An interrupt does not end a change, whose outcome would be unknown.
 *
 * <p>Thread-safe.
 */
public final class RedisConversationStore implements ConversationStore {
  private static final int PAGE = 10_000;

  private final RedisLink link;
  private final ConversationKeys keys;
  private final TurnCodec codec;
  private final StoredTurnReader reader;
  private volatile boolean isClosed;

  RedisConversationStore(RedisLink link, String prefix, TurnCodec codec) {
    this.link = link;
    this.keys = ConversationKeys.of(prefix);
    this.codec = codec;
    this.reader = new StoredTurnReader(link, keys, codec);
  }

  @Override
  public StoredConversation load(ConversationKey key, int maxTurns) {
    requireOpen("load conversation " + key);
    return reader.load(key, maxTurns);
  }

  @Override
  public long version(ConversationKey key) {
    requireOpen("read the version of conversation " + key);
    return reader.version(key);
  }

  @Override
  public long apply(ConversationKey key, long version, ConversationChange change) {
    requireOpen("change conversation " + key);
    long next = StoredConversation.nextVersion(key, version, version);
    return Uninterrupted.run(() -> apply(key, version, next, change));
  }

  private long apply(ConversationKey key, long version, long next, ConversationChange change) {
    List<byte[]> arguments = arguments(key, version, next, change);
    List<?> reply;
    try {
      reply =
          StoredTurnReader.reply(
              link.run(
                  "change conversation " + key,
                  ConversationScripts.APPLY,
                  keys.all(key),
                  arguments.toArray(byte[][]::new)));
    } catch (StoreException e) {
      return outcome(key, version, next, e);
    }
    return switch (text((byte[]) reply.get(1))) {
      case "done" -> next;
      case "missing" ->
          throw new IllegalArgumentException(
              "Turn ID " + text(arguments.get(4)) + " not found in history.");
      default ->
          StoredConversation.nextVersion(
              key, version, StoredTurnReader.number((byte[]) reply.getFirst()));
    };
  }

  private List<byte[]> arguments(
      ConversationKey key, long version, long next, ConversationChange change) {
    var arguments = new ArrayList<byte[]>();
    arguments.add(RedisLink.bytes(version));
    arguments.add(RedisLink.bytes(next));
    arguments.add(RedisLink.bytes(key.id()));
    switch (change) {
      case ConversationChange.Append append -> {
        arguments.add(RedisLink.bytes("append"));
        addTurns(arguments, append.turns());
      }
      case ConversationChange.Extend extension -> {
        arguments.add(RedisLink.bytes("extend"));
        addExtended(arguments, key, version, extension);
      }
      case ConversationChange.Pin pin -> {
        arguments.add(RedisLink.bytes("pin"));
        arguments.add(RedisLink.bytes(pin.turnId()));
        arguments.add(flag(pin.isPinned()));
      }
      case ConversationChange.Delete deletion -> {
        arguments.add(RedisLink.bytes("delete"));
        arguments.add(RedisLink.bytes(deletion.turnId()));
      }
      case ConversationChange.Reset reset -> {
        arguments.add(RedisLink.bytes("reset"));
        addTurns(arguments, reset.turns());
      }
    }
    return arguments;
  }

  private void addTurns(List<byte[]> arguments, List<Turn> turns) {
    for (Turn turn : turns) {
      arguments.add(RedisLink.bytes(turn.id()));
      arguments.add(flag(turn.isPinned()));
      arguments.add(RedisLink.bytes(codec.encode(turn)));
    }
  }

  private void addExtended(
      List<byte[]> arguments,
      ConversationKey key,
      long version,
      ConversationChange.Extend extension) {
    StoredTurnReader.LastTurn last = reader.last(key, version);
    if (last == null) {
      // Of a conversation with another version, the conflict is that of the versions.
      long unused = StoredConversation.nextVersion(key, version, reader.version(key));
    }
    Turn longer = extension.extend(last == null ? null : last.turn());
    arguments.add(RedisLink.bytes(last == null ? 0 : last.number()));
    arguments.add(RedisLink.bytes(codec.encode(longer)));
  }

  /**
   * Returns the new version if the change was committed although its command failed, as when the
   * connection is lost before the response.
   */
  private long outcome(ConversationKey key, long version, long next, StoreException failure) {
    long stored;
    try {
      stored = reader.version(key);
    } catch (StoreException e) {
      failure.addSuppressed(e);
      throw failure;
    }
    if (stored == version) {
      throw failure;
    }
    return stored == next ? next : StoredConversation.nextVersion(key, version, stored);
  }

  @Override
  public List<ConversationKey> list(String tenant, String afterId, int max) {
    String activity = "list the conversations of " + tenant;
    requireOpen(activity);
    var found = new ArrayList<ConversationKey>();
    byte[] after = RedisLink.bytes(afterId);
    while (found.size() < max) {
      int wanted = Math.min(PAGE, max - found.size());
      List<byte[]> page = page(activity, keys.ids(tenant), after, wanted);
      for (byte[] id : page) {
        found.add(new ConversationKey(tenant, text(id)));
      }
      if (page.size() < wanted) {
        break;
      }
      after = page.getLast();
    }
    return List.copyOf(found);
  }

  private List<byte[]> page(String activity, byte[] ids, byte[] after, int max) {
    Range.Boundary<byte[]> first =
        after.length == 0 ? Range.Boundary.unbounded() : Range.Boundary.excluding(after);
    @Nullable List<byte[]> page =
        link.run(
            activity,
            redis ->
                redis.zrangebylex(
                    ids, Range.from(first, Range.Boundary.unbounded()), Limit.create(0, max)));
    return page == null ? List.of() : page;
  }

  @Override
  public boolean delete(ConversationKey key) {
    String activity = "delete conversation " + key;
    requireOpen(activity);
    Object existed =
        Uninterrupted.run(() ->
            link.run(
                activity, ConversationScripts.DELETE, keys.all(key), RedisLink.bytes(key.id())));
    return Long.valueOf(1).equals(existed);
  }

  /** Closes the store, but not the connection. */
  @Override
  public void close() {
    isClosed = true;
  }

  private void requireOpen(String activity) {
    if (isClosed) {
      throw StoreException.of("Cannot " + activity + ": the store is closed", null);
    }
  }

  private static byte[] flag(boolean isSet) {
    return RedisLink.bytes(isSet ? 1 : 0);
  }

  private static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.UTF_8);
  }

  /** Returns the server and the prefix of the keys. */
  @Override
  public String toString() {
    return "RedisConversationStore[" + link.server() + ", " + keys.keys().prefix() + "]";
  }
}
