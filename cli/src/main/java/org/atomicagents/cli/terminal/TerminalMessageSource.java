package org.atomicagents.cli.terminal;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import org.jline.keymap.KeyMap;
import org.jline.reader.Candidate;
import org.jline.reader.EndOfFileException;
import org.jline.reader.LineReader;
import org.jline.reader.LineReaderBuilder;
import org.jline.reader.ParsedLine;
import org.jline.reader.Reference;
import org.jline.reader.UserInterruptException;
import org.jline.reader.impl.DefaultParser;
import org.jline.terminal.Size;
import org.jline.terminal.Terminal.Signal;
import org.jline.terminal.TerminalBuilder;
import org.jspecify.annotations.Nullable;

/**
 * A source of typed messages, with a line editor and a history.
 *
 * <p>Keys pressed during a response are neither displayed nor stored; Ctrl-C stops the response.
 *
 * <p>Ctrl-C is read as a key and never raised as a signal of the terminal. A signal would also end
 * a running {@code stty} and, while JLine replaces its handler, the program.
 */
public final class TerminalMessageSource implements MessageSource {
  private static final String NEW_LINE = "new-line";

  private final Terminal screen;
  private final org.jline.terminal.Terminal keyboard;
  private final LineReader reader;
  private volatile Runnable stop = () -> {};
  private boolean isWarned;

  private TerminalMessageSource(
      Terminal screen, org.jline.terminal.Terminal keyboard, List<String> commands) {
    this.screen = screen;
    this.keyboard = keyboard;
    this.reader = reader(keyboard, commands);
  }

  /**
   * Opens the terminal and returns its source.
   *
   * @param commands the words that Tab completes at the beginning of a message
   * @throws IOException if no usable terminal is available
   */
  public static TerminalMessageSource open(Terminal screen, List<String> commands)
      throws IOException {
    // Otherwise JLine raises a signal in addition to the key, and the next line receives one of
    // both.
    System.setProperty(TerminalBuilder.PROP_SOFTWARE_SIGNALS, "false");
    try {
      // The provider that runs stty needs no native code and prints no warnings on any JDK.
      org.jline.terminal.Terminal keyboard =
          TerminalBuilder.builder()
              .provider(TerminalBuilder.PROP_PROVIDER_EXEC)
              .system(true)
              .dumb(false)
              .graphemeCluster(false)
              .encoding(StandardCharsets.UTF_8)
              .build();
      var messages = new TerminalMessageSource(screen, keyboard, commands);
      keyboard.enterRawMode();
      // Sent by kill, never by the terminal.
      keyboard.handle(Signal.INT, signal -> messages.stop.run());
      keyboard.handle(Signal.WINCH, signal -> messages.updateSize());
      return messages;
    } catch (IllegalStateException e) {
      throw new IOException(e);
    }
  }

  private static LineReader reader(org.jline.terminal.Terminal keyboard, List<String> commands) {
    LineReader reader =
        LineReaderBuilder.builder()
            .terminal(keyboard)
            // In a message, quotes, backslashes and ! have no special meaning.
            .parser(new DefaultParser().quoteChars(new char[0]).escapeChars(new char[0]))
            .option(LineReader.Option.DISABLE_EVENT_EXPANSION, true)
            .variable(LineReader.SECONDARY_PROMPT_PATTERN, "  ")
            .completer((line, typed, candidates) -> complete(commands, typed, candidates))
            .build();
    reader
        .getWidgets()
        .put(
            NEW_LINE,
            () -> {
              reader.getBuffer().write('\n');
              return true;
            });
    Objects.requireNonNull(reader.getKeyMaps().get(LineReader.MAIN))
        .bind(new Reference(NEW_LINE), KeyMap.alt('\r'));
    return reader;
  }

  private static void complete(
      List<String> commands, ParsedLine typed, List<Candidate> candidates) {
    if (typed.wordIndex() == 0 && typed.word().startsWith("/")) {
      commands.forEach(name -> candidates.add(new Candidate(name)));
    }
  }

  @Override
  public @Nullable String next() {
    while (true) {
      try {
        String line = reader.readLine((screen.colour() ? AnsiStyle.CYAN.apply(">") : ">") + " ");
        isWarned = false;
        return line;
      } catch (UserInterruptException e) {
        if (!shouldContinue(e.getPartialLine())) {
          return null;
        }
      } catch (EndOfFileException e) {
        return null;
      } finally {
        updateSize();
      }
    }
  }

  private boolean shouldContinue(String clearedLine) {
    if (!clearedLine.isEmpty()) {
      isWarned = false;
      return true;
    }
    if (isWarned) {
      return false;
    }
    isWarned = true;
    screen.note("Press Ctrl-C again to quit, or use Ctrl-D or /quit.");
    return true;
  }

  @Override
  public StopListener watch(Runnable stopping) {
    stop = stopping;
    KeyReader keys = KeyReader.start(keyboard.reader(), stopping);
    return () -> {
      stop = () -> {};
      keys.close();
    };
  }

  private void updateSize() {
    Size size = keyboard.getSize();
    screen.terminalSize().resize(new TerminalSize.CharacterSize(size.getColumns(), size.getRows()));
  }

  @Override
  public void close() {
    try {
      keyboard.close();
    } catch (IOException e) {
      // The terminal was restored or closed.
    }
  }
}
