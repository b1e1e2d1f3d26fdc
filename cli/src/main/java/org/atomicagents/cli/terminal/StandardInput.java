package org.atomicagents.cli.terminal;

import java.io.InputStream;

/**
 * The standard input of a command.
 *
 * @param isTerminal whether the input is typed in a terminal
 */
public record StandardInput(InputStream stream, boolean isTerminal) {}
