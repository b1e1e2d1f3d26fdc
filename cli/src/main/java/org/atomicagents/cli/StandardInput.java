package org.atomicagents.cli;

import java.io.InputStream;

/**
 * What comes into the program.
 *
 * @param isTerminal whether somebody would have to type it
 */
record StandardInput(InputStream stream, boolean isTerminal) {}
