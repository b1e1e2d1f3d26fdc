package org.atomicagents.cli.terminal;

import java.io.IOError;
import java.io.IOException;
import org.jline.utils.NonBlockingReader;

/** Reads keys during a response: Ctrl-C stops the response, all other keys are discarded. */
final class KeyReader implements MessageSource.StopListener {
  private static final int CTRL_C = 3;
  private static final int NO_KEY = NonBlockingReader.READ_EXPIRED;
  // The interval of JLine. An interrupt would be no alternative: it could hit the stop action.
  private static final long READ_TIMEOUT_MILLIS = 100;

  private final NonBlockingReader keys;
  private final Runnable stop;
  private final Thread thread;
  private volatile boolean ended;

  private KeyReader(NonBlockingReader keys, Runnable stop) {
    this.keys = keys;
    this.stop = stop;
    this.thread = Thread.ofPlatform().name("key-reader").daemon().unstarted(this::read);
  }

  static KeyReader start(NonBlockingReader keys, Runnable stop) {
    var reader = new KeyReader(keys, stop);
    reader.thread.start();
    return reader;
  }

  private void read() {
    try {
      int key = NO_KEY;
      // After the end, reads up to the first pause: a repeated Ctrl-C belongs to this response.
      while (key >= 0 || (key == NO_KEY && !ended)) {
        key = keys.read(READ_TIMEOUT_MILLIS);
        if (key == CTRL_C) {
          stop.run();
        }
      }
    } catch (IOException | IOError e) {
      // The terminal was closed, which reading the next message reports.
    }
  }

  /** Ends the thread as soon as no key is pressed for 100 ms, and waits for its end. */
  @Override
  public void close() {
    ended = true;
    boolean isInterrupted = false;
    while (thread.isAlive()) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        isInterrupted = true;
      }
    }
    if (isInterrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
