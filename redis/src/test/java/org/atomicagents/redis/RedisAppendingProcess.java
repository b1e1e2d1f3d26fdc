package org.atomicagents.redis;

import static org.atomicagents.support.StoreTypes.TYPES;
import static org.atomicagents.support.StoreTypes.turn;

import java.time.Duration;
import org.atomicagents.chat.ConversationKey;
import org.atomicagents.chat.ConversationStore;
import org.atomicagents.error.ConflictException;

/**
 * Appends turns to one conversation, and prints the id of each turn that was appended.
 *
 * <p>Arguments: the address of the server, the prefix of the ids, and the number of turns.
 */
final class RedisAppendingProcess {
  static final ConversationKey KEY = new ConversationKey("acme", "raced");

  private RedisAppendingProcess() {}

  public static void main(String[] arguments) {
    try (var redis = RedisStores.connect(arguments[0]);
        var store = redis.withTimeout(Duration.ofSeconds(20)).conversations(TYPES)) {
      int conflicts = 0;
      for (int i = 0; i < Integer.parseInt(arguments[2]); i++) {
        conflicts += append(store, arguments[1] + i);
        System.out.println(arguments[1] + i);
      }
      System.out.println("conflicts: " + conflicts);
    }
  }

  private static int append(ConversationStore store, String id) {
    for (int conflicts = 0; ; conflicts++) {
      try {
        store.append(KEY, store.version(KEY), turn(id));
        return conflicts;
      } catch (ConflictException e) {
        // The other process was faster.
      }
    }
  }
}
