package org.atomicagents.cli.terminal;

import java.io.PrintWriter;
import java.io.Writer;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The only writer of an output stream: escapes control and format characters of every text, and
 * adds the styles and control sequences of this program.
 *
 * <p>Thread-safe.
 */
final class TerminalOutput extends Writer {
  private static final Pattern STYLE_SEQUENCE = Pattern.compile("\033\\[[0-9;]{0,20}m");

  private final PrintWriter sink;
  private final boolean isColoured;
  private final TextCleaner cleaner = new TextCleaner();
  private final Lock writing = new ReentrantLock();

  /**
   * Creates an output.
   *
   * @param isColoured whether the stream supports styles; otherwise they are omitted
   */
  TerminalOutput(PrintWriter sink, boolean isColoured) {
    this.sink = sink;
    this.isColoured = isColoured;
  }

  @Override
  public void write(char[] text, int start, int length) {
    write(String.valueOf(text, start, length));
  }

  @Override
  public void write(String text, int start, int length) {
    write(text.substring(start, start + length));
  }

  @Override
  public void write(String text) {
    writing.lock();
    try {
      sink.write(cleaner.add(text).take());
    } finally {
      writing.unlock();
    }
  }

  /** Writes a text with its styles. */
  void print(StyledText text) {
    writing.lock();
    try {
      for (StyledText.Span span : text.spans()) {
        AnsiStyle style = isColoured ? span.style() : null;
        if (style == null) {
          write(span.text());
        } else {
          control(style.start());
          write(span.text());
          control(AnsiStyle.end());
        }
      }
    } finally {
      writing.unlock();
    }
  }

  /** Writes a line with its styles. */
  void println(StyledText line) {
    writing.lock();
    try {
      print(line);
      write(System.lineSeparator());
    } finally {
      writing.unlock();
    }
  }

  /** Writes a control sequence of this program unchanged. */
  void control(String sequence) {
    writing.lock();
    try {
      sink.write(cleaner.end());
      sink.write(sequence);
    } finally {
      writing.unlock();
    }
  }

  /** Returns a writer of help texts, which may contain styles but no other sequences. */
  PrintWriter help() {
    return new PrintWriter(
        new Writer() {
          @Override
          public void write(char[] text, int start, int length) {
            writeHelp(String.valueOf(text, start, length));
          }

          @Override
          public void flush() {
            TerminalOutput.this.flush();
          }

          @Override
          public void close() {
            flush();
          }
        });
  }

  private void writeHelp(String text) {
    writing.lock();
    try {
      Matcher sequences = STYLE_SEQUENCE.matcher(text);
      int end = 0;
      while (sequences.find()) {
        write(text.substring(end, sequences.start()));
        control(sequences.group());
        end = sequences.end();
      }
      write(text.substring(end));
    } finally {
      writing.unlock();
    }
  }

  /** Returns whether a text could not be written, because the reader has closed the stream. */
  boolean hasFailed() {
    return sink.checkError();
  }

  @Override
  public void flush() {
    sink.flush();
  }

  @Override
  public void close() {
    writing.lock();
    try {
      sink.write(cleaner.end());
      sink.flush();
    } finally {
      writing.unlock();
    }
  }
}
