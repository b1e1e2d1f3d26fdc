package org.atomicagents.cli.terminal;

import java.io.IOError;
import java.io.IOException;
import org.jline.utils.NonBlockingReader;

/** Reads the keys that are pressed during an answer: Ctrl-C stops it, all others are discarded. */
final class KeyReader implements MessageSource.StopListener {
  private static final int CTRL_C = 3;
  private static final int NO_KEY = NonBlockingReader.READ_EXPIRED;
  // The interval that JLine uses itself. An interrupt instead could hit the stop of the answer.
  private static final long READ_TIMEOUT_MILLIS = 100;

  private final NonBlockingReader keys;
  private final Runnable stop;
  private final Thread thread;
  private volatile boolean ended;

  private KeyReader(NonBlockingReader keys, Runnable stop) {
    this.keys = keys;
    this.stop = stop;
    this.thread = Thread.ofPlatform().name("key-watch").daemon().unstarted(this::read);
  }

  static KeyReader start(NonBlockingReader keys, Runnable stop) {
    var watch = new KeyReader(keys, stop);
    watch.thread.start();
    return watch;
  }

  private void read() {
    try {
      int key = NO_KEY;
      // At the end, up to the first pause: a repeated Ctrl-C belongs to the answer that it stopped.
      while (key >= 0 || (key == NO_KEY && !ended)) {
        key = keys.read(READ_TIMEOUT_MILLIS);
        if (key == CTRL_C) {
          stop.run();
        }
      }
    } catch (IOException | IOError e) {
      // The terminal is gone, which the next line reports.
    }
  }

  /** Ends the watch as soon as no key is pressed for a tenth of a second. */
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
