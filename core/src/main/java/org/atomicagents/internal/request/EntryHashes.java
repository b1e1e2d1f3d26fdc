package org.atomicagents.internal.request;

import java.util.IdentityHashMap;
import java.util.Iterator;
import java.util.List;
import org.atomicagents.chat.ChatEntry;
import org.atomicagents.message.Message;
import org.jspecify.annotations.Nullable;

/**
 * The hashes of the messages of one request, from the entries that cache them.
 *
 * <p>Most messages are those of the entries, in the same order. Others, such as placed results of
 * tools, are hashed each time.
 */
public record EntryHashes(List<ChatEntry> entries, List<Message> messages, MessageHash hash)
    implements Iterable<byte[]> {

  @Override
  public Iterator<byte[]> iterator() {
    return new HashIterator();
  }

  private final class HashIterator implements Iterator<byte[]> {
    private @Nullable IdentityHashMap<Message, ChatEntry> byMessage;
    private int next;

    @Override
    public boolean hasNext() {
      return next < messages.size();
    }

    @Override
    public byte[] next() {
      Message message = messages.get(next);
      ChatEntry entry = next < entries.size() ? entries.get(next) : null;
      next++;
      if (entry == null || !isOf(entry, message)) {
        entry = find(message);
      }
      byte[] known = entry == null ? null : entry.derived(hash.cached);
      return known == null || known.length == 0 ? hash.of(message) : known;
    }

    private @Nullable ChatEntry find(Message message) {
      if (byMessage == null) {
        byMessage = new IdentityHashMap<>();
        for (ChatEntry entry : entries) {
          byMessage.put(entry.message(), entry);
        }
      }
      return byMessage.get(message);
    }
  }

  // Comparing the texts would cost more than hashing them.
  @SuppressWarnings("ReferenceEquality")
  private static boolean isOf(ChatEntry entry, Message message) {
    return entry.message() == message;
  }
}
