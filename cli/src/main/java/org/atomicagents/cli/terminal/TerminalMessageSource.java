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
 * Messages that somebody types, with an editor for the line and the lines before it.
 *
 * <p>Keys that are pressed during an answer are neither shown nor kept; Ctrl-C stops the answer.
 *
 * <p>Ctrl-C is a key here, read like all others, and never a signal of the terminal: a signal would
 * also end the {@code stty} that is just running, and, while JLine changes its handler, the
 * program.
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
   * Opens the terminal.
   *
   * @param commands the words that Tab completes at the beginning of a message
   * @throws IOException if there is no terminal that could be used
   */
  public static TerminalMessageSource open(Terminal screen, List<String> commands)
      throws IOException {
    // JLine would raise a signal for the key besides, and the next line would get one of the two.
    System.setProperty(TerminalBuilder.PROP_SOFTWARE_SIGNALS, "false");
    try {
      // Asked by stty and the like: no native code, and a start without warnings on every JDK.
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
      // Not of the terminal: of somebody who calls kill.
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
            // A message is no command line: quotes, backslashes and ! are what they are.
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
        String line = reader.readLine(screen.style(AnsiStyle.CYAN, ">") + " ");
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

  private boolean shouldContinue(String cleared) {
    if (!cleared.isEmpty()) {
      isWarned = false;
      return true;
    }
    if (isWarned) {
      return false;
    }
    isWarned = true;
    screen.note("Once more leaves; so do Ctrl-D and /quit.");
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
      // It is as it was before, or gone.
    }
  }
}
