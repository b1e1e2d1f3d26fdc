/** The subcommands and their options. */
@NullMarked
package org.atomicagents.cli.command;

import org.jspecify.annotations.NullMarked;
