package org.atomicagents.cli;

import java.io.IOError;
import java.io.IOException;
import org.jline.utils.NonBlockingReader;

/** Reads the keys while something is being done: Ctrl-C stops it, the others are kept. */
final class KeyWatch {
  private static final int CTRL_C = 3;
  private static final int NO_KEY = NonBlockingReader.READ_EXPIRED;
  // As JLine does itself. An interrupt would hit whatever is done meanwhile, be it the stop.
  private static final long PATIENCE_MILLIS = 100;

  private final NonBlockingReader keys;
  private final Runnable stop;
  private final StringBuilder kept = new StringBuilder();
  private final Thread thread;
  private volatile boolean ended;
  private volatile boolean stopped;

  private KeyWatch(NonBlockingReader keys, Runnable stop) {
    this.keys = keys;
    this.stop = stop;
    this.thread = Thread.ofPlatform().name("key-watch").daemon().unstarted(this::read);
  }

  static KeyWatch begin(NonBlockingReader keys, Runnable stop) {
    var watch = new KeyWatch(keys, stop);
    watch.thread.start();
    return watch;
  }

  private void read() {
    try {
      int key = NO_KEY;
      // Also at the end, what has been typed already is read.
      while (key >= 0 || (key == NO_KEY && !ended)) {
        key = keys.read(PATIENCE_MILLIS);
        if (key == CTRL_C) {
          stopped = true;
          stop.run();
        } else if (key >= 0) {
          kept.append((char) key);
        }
      }
    } catch (IOException | IOError e) {
      // The terminal is gone, which the next line tells.
    }
  }

  /** Whether somebody wanted to stop it. */
  boolean isStopped() {
    return stopped;
  }

  /** Ends, within a tenth of a second; gives back what was typed besides, none of which is lost. */
  String end() {
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
    return kept.toString();
  }
}
