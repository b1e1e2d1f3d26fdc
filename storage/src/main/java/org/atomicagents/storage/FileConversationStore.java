package org.atomicagents.storage;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.atomicagents.chat.ConversationChange;
import org.atomicagents.chat.ConversationKey;
import org.atomicagents.chat.ConversationStore;
import org.atomicagents.chat.ConversationTypes;
import org.atomicagents.chat.StoredConversation;
import org.atomicagents.chat.Turn;
import org.atomicagents.chat.TurnCodec;
import org.atomicagents.error.StoreException;
import org.atomicagents.internal.storage.ChangeEncoder;
import org.atomicagents.internal.storage.ConversationIndex;
import org.atomicagents.internal.storage.ConversationLog;
import org.atomicagents.internal.storage.ConversationRecord;
import org.atomicagents.internal.storage.ConversationRecord.Cleared;
import org.atomicagents.internal.storage.LogDamagedException;
import org.atomicagents.internal.storage.LogInUseException;
import org.atomicagents.internal.storage.LogWriter;
import org.atomicagents.internal.storage.TurnLocation;
import org.atomicagents.internal.storage.TurnReader;
import org.jspecify.annotations.Nullable;

/**
 * A store in one local file, without a database.
 *
 * {@snippet :
 * try (var store = FileConversationStore.open(path, ConversationTypes.of(Question.class, Answer.class))) {
 *   ChatHistory history = ChatHistory.stored(store, new ConversationKey("tenant-a", "chat-42"));
 *   agent.run(question, RunOptions.history(history));
 * }
 * }
 *
 * <p>A change is forced to the disk before {@link #apply} returns; changes of several threads share
 * a force. After a crash, the file contains every change that was committed, and no part of
 * another. Every record has a checksum: damage, and a file that is shorter than it was, is reported
 * with its position when the file is opened, or when the damaged turn is loaded.
 *
 * <p>One process has the file open at a time. Its index is in memory, about 150 bytes for each
 * turn; opening the file reads it once. Deleted turns leave the file when it is opened and they
 * take more than half of it.
 *
 * <p>Thread-safe.
 */
public final class FileConversationStore implements ConversationStore {
  private final Path path;
  private final TurnCodec codec;
  private final ConversationLog conversations;
  private final ChangeEncoder changes;
  private final LogWriter writer;

  private FileConversationStore(Path path, TurnCodec codec, ConversationLog conversations) {
    this.path = path;
    this.codec = codec;
    this.conversations = conversations;
    this.changes = new ChangeEncoder(codec, this::read);
    this.writer =
        new LogWriter(
            conversations.log(), "atomic-store-" + path.getFileName(), e -> failure("write", e));
  }

  /**
   * Returns the store of a file, which is created if it does not exist; its folder has to exist.
   *
   * @param types the types of the values in the conversations
   * @throws StoreException if the file cannot be opened, is open already, or is damaged
   */
  public static FileConversationStore open(Path path, ConversationTypes types) {
    var codec = new TurnCodec(types);
    try {
      return new FileConversationStore(path, codec, ConversationLog.open(path));
    } catch (IOException e) {
      throw failure(path, "open", e);
    }
  }

  /** Returns the file. */
  public Path path() {
    return path;
  }

  @Override
  public StoredConversation load(ConversationKey key, int maxTurns) {
    ConversationIndex index = index(key);
    TurnReader reader = conversations.reader();
    var turns = new ArrayList<Turn>();
    for (TurnLocation location : index.latest(maxTurns)) {
      turns.add(read(reader, location));
    }
    return new StoredConversation(key, index.version(), turns);
  }

  private Turn read(TurnLocation location) {
    return read(conversations.reader(), location);
  }

  private Turn read(TurnReader reader, TurnLocation location) {
    try {
      return codec.decode(reader.read(location)).withPinned(location.isPinned());
    } catch (IOException e) {
      throw failure("read", e);
    }
  }

  @Override
  public long version(ConversationKey key) {
    return index(key).version();
  }

  private ConversationIndex index(ConversationKey key) {
    requireOpen();
    return conversations.index(key);
  }

  @Override
  public long apply(ConversationKey key, long version, ConversationChange change) {
    var command = new ApplyCommand(key, version, change);
    writer.execute(command);
    return command.changed.version();
  }

  @Override
  public List<ConversationKey> list(String tenant, String afterId, int max) {
    requireOpen();
    return conversations.ids(tenant, afterId, max).stream()
        .map(id -> new ConversationKey(tenant, id))
        .toList();
  }

  @Override
  public boolean delete(ConversationKey key) {
    var command = new DeleteCommand(key);
    writer.execute(command);
    return command.wasStored;
  }

  @Override
  public void close() {
    writer.close();
  }

  @Override
  public String toString() {
    return "FileConversationStore[" + path + "]";
  }

  private void requireOpen() {
    if (writer.isClosed()) {
      throw failure("read", new IOException("the store is closed"));
    }
  }

  private StoreException failure(String operation, IOException problem) {
    return failure(path, operation, problem);
  }

  private static StoreException failure(Path path, String operation, IOException problem) {
    return StoreException.of(
        "Cannot %s the conversations in %s: %s%s"
            .formatted(operation, path, describe(problem), remedy(problem)),
        problem);
  }

  // The exceptions of file systems have a reason and a type, but their messages are mostly a path.
  private static String describe(IOException problem) {
    String message = problem.getMessage();
    return problem instanceof FileSystemException || message == null ? problem.toString() : message;
  }

  private static String remedy(IOException problem) {
    return switch (problem) {
      case LogDamagedException damaged -> "\nRestore the file from a backup.";
      case LogInUseException used ->
          "\nClose it there first; use a JdbcConversationStore for several processes.";
      default -> "";
    };
  }

  private final class ApplyCommand implements LogWriter.Command {
    private final ConversationKey key;
    private final long version;
    private final ConversationChange change;
    private ConversationIndex changed = ConversationIndex.NONE;

    ApplyCommand(ConversationKey key, long version, ConversationChange change) {
      this.key = key;
      this.version = version;
      this.change = change;
    }

    @Override
    public Object subject() {
      return key;
    }

    @Override
    public byte[] prepare(long position) {
      ConversationIndex index = conversations.index(key);
      long next = StoredConversation.nextVersion(key, version, index.version());
      var record = new ConversationRecord(key, next, changes.encode(change, index));
      changed = index.apply(position, record);
      return record.encode();
    }

    @Override
    public void publish() {
      conversations.publish(key, changed);
    }
  }

  private final class DeleteCommand implements LogWriter.Command {
    private final ConversationKey key;
    private boolean wasStored;

    DeleteCommand(ConversationKey key) {
      this.key = key;
    }

    @Override
    public Object subject() {
      return key;
    }

    @Override
    public byte @Nullable [] prepare(long position) {
      wasStored = conversations.index(key).version() != StoredConversation.NO_VERSION;
      return wasStored
          ? new ConversationRecord(key, StoredConversation.NO_VERSION, List.of(new Cleared()))
              .encode()
          : null;
    }

    @Override
    public void publish() {
      conversations.publish(key, ConversationIndex.NONE);
    }
  }
}
