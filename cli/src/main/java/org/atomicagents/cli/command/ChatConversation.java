package org.atomicagents.cli.command;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Locale;
import org.atomicagents.chat.ChatEntry;
import org.atomicagents.chat.ChatHistory;
import org.atomicagents.chat.ConversationTypes;
import org.atomicagents.chat.HistoryDump;
import org.atomicagents.chat.Turn;
import org.atomicagents.cli.exit.CommandException;
import org.atomicagents.cli.exit.ExitCode;
import org.atomicagents.cli.source.JsonReader;
import org.atomicagents.cli.source.SourceException;
import org.atomicagents.cli.terminal.Terminal;
import org.atomicagents.cli.terminal.ValueFormatter;
import org.atomicagents.error.StoreException;
import org.atomicagents.message.Message;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.MissingNode;

/** The messages of a chat, which can be printed, saved to a file and loaded from it. */
final class ChatConversation {
  private static final int MAX_FILE_BYTES = 64_000_000;
  private static final int MAX_PRINTED = 2_000;
  private static final int INDENT = 11;

  private final HistoryDump dump = new HistoryDump(ConversationTypes.none());
  private ChatHistory history = ChatHistory.unbounded();

  ChatHistory history() {
    return history;
  }

  void reset() {
    history = ChatHistory.unbounded();
  }

  /** Prints all messages with their roles. */
  void print(Terminal terminal) {
    if (history.messageCount() == 0) {
      terminal.note("The conversation is empty.");
    }
    for (Message message : history.messages()) {
      terminal.field(message.role().name().toLowerCase(Locale.ROOT), INDENT, text(message));
    }
  }

  private static String text(Message message) {
    JsonNode value = parse(message.text());
    String text =
        value.isObject() && ValueFormatter.isPlainText(value)
            ? ValueFormatter.plainText(value)
            : message.text();
    return text.length() <= MAX_PRINTED
        ? text
        : text.substring(0, MAX_PRINTED) + "... (" + text.length() + " characters)";
  }

  /**
   * Writes the conversation to a file, which is replaced as a whole.
   *
   * @throws CommandException if the file exists and is not a saved conversation, or cannot be
   *     written
   */
  void save(Path file) {
    try {
      if (Files.exists(file)) {
        requireConversation(file);
      }
      Path folder = file.toAbsolutePath().getParent();
      // Readable by its owner only, since a conversation is private.
      Path written = Files.createTempFile(folder, ".conversation", ".json");
      try {
        Files.writeString(written, dump.write(history));
        Files.move(written, file, StandardCopyOption.REPLACE_EXISTING);
      } finally {
        Files.deleteIfExists(written);
      }
    } catch (IOException e) {
      throw failure("/save: cannot write " + file + ": " + reason(e));
    }
  }

  private void requireConversation(Path file) throws IOException {
    try {
      dump.read(read(file));
    } catch (StoreException | CommandException e) {
      throw failure(
          "/save: " + file + " exists and is not a saved conversation.\nUse another name.");
    }
  }

  /**
   * Replaces the conversation by a saved one; it is unchanged if the file cannot be read.
   *
   * @throws CommandException if the file cannot be read or is not a saved conversation
   */
  void load(Path file) {
    try {
      ChatHistory loaded = ChatHistory.unbounded();
      dump.read(read(file)).turns().forEach(turn -> loaded.commit(withValues(turn)));
      history = loaded;
    } catch (IOException e) {
      throw failure("/load: cannot read " + file + ": " + reason(e));
    } catch (StoreException e) {
      throw failure("/load: " + file + " is not a saved conversation.\n" + e.getMessage());
    }
  }

  private static String read(Path file) throws IOException {
    // Opening a pipe or a device could block for ever.
    if (Files.exists(file) && !Files.isRegularFile(file)) {
      throw new IOException("it is not a regular file");
    }
    try (var in = Files.newInputStream(file)) {
      byte[] bytes = in.readNBytes(MAX_FILE_BYTES + 1);
      if (bytes.length > MAX_FILE_BYTES) {
        throw new IOException("it has more than " + MAX_FILE_BYTES + " bytes");
      }
      return new String(bytes, StandardCharsets.UTF_8);
    }
  }

  // The values of this command are JSON trees, so the text of a message is enough to restore them.
  private static Turn withValues(Turn turn) {
    return turn.withEntries(turn.entries().stream().map(ChatConversation::withValue).toList());
  }

  private static ChatEntry withValue(ChatEntry entry) {
    JsonNode value = parse(entry.message().text());
    return value.isObject() ? ChatEntry.of(value, entry.message()) : entry;
  }

  private static JsonNode parse(String text) {
    try {
      return text.startsWith("{") ? JsonReader.value(text) : MissingNode.getInstance();
    } catch (SourceException e) {
      return MissingNode.getInstance();
    }
  }

  private static String reason(IOException e) {
    return switch (e) {
      case NoSuchFileException missing -> "there is no such file or folder";
      case AccessDeniedException denied -> "access is denied";
      default -> String.valueOf(e.getMessage());
    };
  }

  private static CommandException failure(String message) {
    return new CommandException(ExitCode.USAGE, message);
  }
}
