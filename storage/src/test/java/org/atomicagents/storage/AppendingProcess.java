package org.atomicagents.storage;

import java.nio.file.Path;
import org.atomicagents.chat.ConversationKey;
import org.atomicagents.chat.ConversationStore;
import org.atomicagents.error.ConflictException;
import org.atomicagents.error.StoreException;
import org.atomicagents.support.StoreTypes;

/**
 * A process that appends turns to a file with two threads, and prints the id of each turn that is
 * committed; its arguments are the file and the round.
 */
final class AppendingProcess {
  private static final int MAX_TURNS = 2_000;

  private AppendingProcess() {}

  static ConversationKey key(int thread) {
    return new ConversationKey("tenant", "chat-" + thread);
  }

  public static void main(String[] arguments) {
    int threads = 2;
    try {
      ConversationStore store = FileConversationStore.open(Path.of(arguments[0]), StoreTypes.TYPES);
      for (int thread = 0; thread < threads; thread++) {
        int number = thread;
        Thread.ofPlatform().start(() -> append(store, number, arguments[1]));
      }
    } catch (StoreException e) {
      System.out.println(e.getMessage());
      System.exit(1);
    }
  }

  private static void append(ConversationStore store, int thread, String round) {
    ConversationKey key = key(thread);
    for (int i = 0; i < MAX_TURNS; i++) {
      String id = thread + "-" + round + "-" + i;
      try {
        store.append(key, store.version(key), StoreTypes.turn(id));
        System.out.println(id);
      } catch (ConflictException e) {
        throw new IllegalStateException(e);
      }
    }
  }
}
