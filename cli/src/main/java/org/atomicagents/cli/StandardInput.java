package org.atomicagents.cli;

import java.io.InputStream;

/**
 * What comes into the program.
 *
 * @param isTerminal whether somebody would have to type it
 */
record StandardInput(InputStream stream, boolean isTerminal) {

  // Java 21 can't tell whether it is a terminal: the launcher does.
  static StandardInput real() {
    return new StandardInput(System.in, Boolean.getBoolean("atomic.input.terminal"));
  }
}
