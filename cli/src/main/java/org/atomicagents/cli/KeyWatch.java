package org.atomicagents.cli;

import java.io.IOException;
import org.jline.utils.NonBlockingReader;

/** Reads the keys while something is being done: Ctrl-C stops it, the others are kept. */
final class KeyWatch {
  private static final int CTRL_C = 3;
  // JLine reads on another thread only where the time is limited; on this one nothing interrupts.
  private static final long ANY_TIME = Long.MAX_VALUE / 2;

  private final NonBlockingReader keys;
  private final Runnable stop;
  private final StringBuilder kept = new StringBuilder();
  private final Thread thread;

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
      for (int key = keys.read(ANY_TIME); key >= 0; key = keys.read(ANY_TIME)) {
        if (key == CTRL_C) {
          stop.run();
        } else {
          kept.append((char) key);
        }
      }
    } catch (IOException e) {
      // Ended, or the terminal is gone, which the next line tells.
    }
  }

  /** Ends; gives back what was typed besides, none of which is lost. */
  String end() {
    thread.interrupt();
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
