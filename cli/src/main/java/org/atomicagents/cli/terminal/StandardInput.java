package org.atomicagents.cli.terminal;

import java.io.InputStream;

/**
 * What comes into the program.
 *
 * @param isTerminal whether somebody would have to type it
 */
public record StandardInput(InputStream stream, boolean isTerminal) {}
